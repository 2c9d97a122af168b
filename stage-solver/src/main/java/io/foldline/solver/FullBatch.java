package io.foldline.solver;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.pruning.TransformSearch;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Descent from the identity on along lines, on all tokens at once. Ends when a step hardly goes down. */
final class FullBatch implements Descent {
    private static final Logger LOG = LoggerFactory.getLogger(FullBatch.class);

    /** Share of the loss that a step has to go down by. */
    private static final double LEAST = 1e-9;

    private final int most;
    private final TokenActivations tokens;
    private final TransformLoss loss;
    private final Parameters parameters;
    private final Directions directions;
    private int epochs;
    private Optional<LineSearch.Point> reached = Optional.empty();

    FullBatch(
            TransformSearch search,
            TokenActivations tokens,
            TransformLoss loss,
            Parameters parameters,
            Directions directions) {
        this.most = search.epochs();
        this.tokens = tokens;
        this.loss = loss;
        this.parameters = parameters;
        this.directions = directions;
    }

    @Override
    public int steps() {
        return most;
    }

    @Override
    public boolean step(TransformLoss.Pause between) throws IOException {
        LineSearch.Function function = point -> value(point, between);
        if (reached.isEmpty()) {
            DMatrixRMaj identity = parameters.identity(tokens.width());
            reached = Optional.of(new LineSearch.Point(identity, function.at(identity)));
        }
        LineSearch.Point former = reached.get();
        DMatrixRMaj gradient = former.value().gradient();
        DMatrixRMaj direction = down(gradient);
        Optional<LineSearch.Point> next = LineSearch.from(
                former,
                direction,
                directions.length(direction, gradient),
                directions.curvature(),
                most - epochs,
                function);
        if (next.isEmpty()) {
            return false;
        }
        reached = next;
        directions.stepped(
                CommonOps_DDRM.subtract(next.get().point(), former.point(), null),
                gradient,
                next.get().value().gradient());
        double now = next.get().value().loss();
        return epochs < most && former.value().loss() - now > LEAST * Math.abs(now);
    }

    /** A direction that goes down, or none where the gradient is 0. */
    private DMatrixRMaj down(DMatrixRMaj gradient) {
        DMatrixRMaj direction = directions.from(gradient);
        if (VectorVectorMult_DDRM.innerProd(direction, gradient) >= 0) {
            directions.forget();
            direction = directions.from(gradient);
        }
        return direction;
    }

    private TransformLoss.Value value(DMatrixRMaj point, TransformLoss.Pause between) throws IOException {
        TransformLoss.Value value = loss.over(tokens, parameters.transform(point), between);
        epochs++;
        LOG.info("pass {} of at most {}: mean loss {}", epochs, most, value.loss());
        return new TransformLoss.Value(value.loss(), parameters.gradient(point, value.gradient()));
    }

    @Override
    public int epochs() {
        return epochs;
    }

    @Override
    public DMatrixRMaj transform() {
        return parameters.transform(
                reached.map(LineSearch.Point::point).orElseGet(() -> parameters.identity(tokens.width())));
    }

    @Override
    public Map<String, DoubleTensor> state() {
        Map<String, DoubleTensor> state = new LinkedHashMap<>(directions.state());
        reached.ifPresent(point -> {
            state.put("point", Matrices.tensor(point.point()));
            state.put("gradient", Matrices.tensor(point.value().gradient()));
            state.put("counts", DoubleTensor.vector(epochs, point.value().loss()));
        });
        return state;
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        DMatrixRMaj point = Matrices.read(state, "point");
        DMatrixRMaj gradient = Matrices.read(state, "gradient");
        double[] counts = state.readDoubles("counts");
        directions.restore(state);
        reached = Optional.of(new LineSearch.Point(point, new TransformLoss.Value(counts[1], gradient)));
        epochs = (int) counts[0];
    }
}
