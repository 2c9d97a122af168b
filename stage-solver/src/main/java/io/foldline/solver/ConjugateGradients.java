package io.foldline.solver;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;

/** Nonlinear conjugate gradients (Polak and Ribière 1969), with a factor that is never negative (Powell 1984). */
final class ConjugateGradients implements Directions {
    private final Parameters.Scaling scaling;
    private Optional<Last> last = Optional.empty();

    /** The last step, and the gradient in front of it. */
    private record Last(DMatrixRMaj step, DMatrixRMaj gradient) {}

    ConjugateGradients(Parameters.Scaling scaling) {
        this.scaling = scaling;
    }

    @Override
    public DMatrixRMaj from(DMatrixRMaj gradient) {
        DMatrixRMaj direction = scaling.apply(gradient);
        CommonOps_DDRM.scale(-1, direction);
        last.ifPresent(step -> addFormer(direction, gradient, step));
        return direction;
    }

    /** The length of the former step does not matter: the factor is by the slope that it went down. */
    private static void addFormer(DMatrixRMaj direction, DMatrixRMaj gradient, Last last) {
        double former = VectorVectorMult_DDRM.innerProd(last.step, last.gradient);
        DMatrixRMaj change = CommonOps_DDRM.subtract(gradient, last.gradient, null);
        double factor = VectorVectorMult_DDRM.innerProd(direction, change) / former;
        CommonOps_DDRM.addEquals(direction, Math.max(0, factor), last.step);
    }

    @Override
    public void stepped(DMatrixRMaj step, DMatrixRMaj former, DMatrixRMaj gradient) {
        last = Optional.of(new Last(step, former));
    }

    /** As far as goes down as much as the last step would have by its slope. */
    @Override
    public double length(DMatrixRMaj direction, DMatrixRMaj gradient) {
        double slope = VectorVectorMult_DDRM.innerProd(direction, gradient);
        return slope == 0
                ? 1
                : last.map(former -> VectorVectorMult_DDRM.innerProd(former.step, former.gradient) / slope)
                        .orElse(1.0);
    }

    @Override
    public void forget() {
        last = Optional.empty();
    }

    @Override
    public double curvature() {
        return 0.1;
    }

    @Override
    public Map<String, DoubleTensor> state() {
        return last.map(step -> Map.of("step", Matrices.tensor(step.step), "former", Matrices.tensor(step.gradient)))
                .orElse(Map.of());
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        if (state.tensors().containsKey("step")) {
            last = Optional.of(new Last(Matrices.read(state, "step"), Matrices.read(state, "former")));
        }
    }
}
