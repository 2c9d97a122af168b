package io.foldline.solver;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;

/** Limited-memory BFGS (Liu and Nocedal 1989; the two loops of Nocedal 1980). */
final class LimitedMemory implements Directions {
    private static final int STEPS = 8;

    private final Parameters.Scaling scaling;
    private final Deque<Pair> pairs = new ArrayDeque<>();

    /** A step, and what the gradient has changed by; the last one first. */
    private record Pair(DMatrixRMaj step, DMatrixRMaj change) {
        double product() {
            return VectorVectorMult_DDRM.innerProd(step, change);
        }
    }

    LimitedMemory(Parameters.Scaling scaling) {
        this.scaling = scaling;
    }

    @Override
    public DMatrixRMaj from(DMatrixRMaj gradient) {
        DMatrixRMaj rest = gradient.copy();
        double[] shares = new double[pairs.size()];
        int i = 0;
        for (Pair pair : pairs) {
            shares[i] = VectorVectorMult_DDRM.innerProd(pair.step, rest) / pair.product();
            CommonOps_DDRM.addEquals(rest, -shares[i], pair.change);
            i++;
        }
        DMatrixRMaj direction = scaling.apply(rest);
        if (!pairs.isEmpty()) {
            Pair last = pairs.getFirst();
            double scaled = VectorVectorMult_DDRM.innerProd(last.change, scaling.apply(last.change));
            CommonOps_DDRM.scale(last.product() / scaled, direction);
        }
        for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
            Pair pair = oldest.next();
            i--;
            double share = VectorVectorMult_DDRM.innerProd(pair.change, direction) / pair.product();
            CommonOps_DDRM.addEquals(direction, shares[i] - share, pair.step);
        }
        CommonOps_DDRM.scale(-1, direction);
        return direction;
    }

    @Override
    public void stepped(DMatrixRMaj step, DMatrixRMaj former, DMatrixRMaj gradient) {
        Pair pair = new Pair(step, CommonOps_DDRM.subtract(gradient, former, null));
        if (pair.product() > 0) {
            pairs.addFirst(pair);
        }
        if (pairs.size() > STEPS) {
            pairs.removeLast();
        }
    }

    @Override
    public double length(DMatrixRMaj direction, DMatrixRMaj gradient) {
        return 1;
    }

    @Override
    public void forget() {
        pairs.clear();
    }

    @Override
    public double curvature() {
        return 0.9;
    }

    @Override
    public Map<String, DoubleTensor> state() {
        Map<String, DoubleTensor> state = new LinkedHashMap<>();
        int i = 0;
        for (Pair pair : pairs) {
            state.put("step." + i, Matrices.tensor(pair.step));
            state.put("change." + i, Matrices.tensor(pair.change));
            i++;
        }
        return state;
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        for (int i = 0; state.tensors().containsKey("step." + i); i++) {
            pairs.addLast(new Pair(Matrices.read(state, "step." + i), Matrices.read(state, "change." + i)));
        }
    }
}
