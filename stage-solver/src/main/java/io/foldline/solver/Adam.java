package io.foldline.solver;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.pruning.SeededHash;
import io.foldline.pruning.TransformSearch;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.ejml.data.DMatrixRMaj;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adam (Kingma and Ba 2015) from the identity on, on random batches of tokens; each epoch has each token once. */
final class Adam implements Descent {
    private static final Logger LOG = LoggerFactory.getLogger(Adam.class);
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final TransformSearch search;
    private final TokenActivations tokens;
    private final TransformLoss loss;
    private final Parameters parameters;
    private final SeededHash random;
    private final int batches;

    private final DMatrixRMaj point;
    private final double[] mean;
    private final double[] square;
    private int done;
    /** Sum of the losses of the batches of this epoch, each in front of its step. */
    private double losses;

    /** @param random for the order of the tokens */
    Adam(
            TransformSearch search,
            TokenActivations tokens,
            TransformLoss loss,
            Parameters parameters,
            SeededHash random) {
        this.search = search;
        this.tokens = tokens;
        this.loss = loss;
        this.parameters = parameters;
        this.random = random;
        batches = Math.toIntExact((tokens.tokens() + search.batchTokens() - 1) / search.batchTokens());
        point = parameters.identity(tokens.width());
        mean = new double[point.data.length];
        square = new double[point.data.length];
    }

    @Override
    public int steps() {
        return Math.multiplyExact(batches, search.epochs());
    }

    @Override
    public boolean step(TransformLoss.Pause between) throws IOException {
        TransformLoss.Value value = loss.over(batch(), parameters.transform(point));
        losses += value.loss();
        done++;
        move(parameters.gradient(point, value.gradient()).data);
        if (done % batches == 0) {
            LOG.info("epoch {} of {}: mean loss {}", epochs(), search.epochs(), losses / batches);
            losses = 0;
        }
        return done < steps();
    }

    private TokenRows batch() throws IOException {
        Permutation order = new Permutation(random, epochs(), tokens.tokens());
        long first = (long) (done % batches) * search.batchTokens();
        long end = Math.min(first + search.batchTokens(), tokens.tokens());
        long[] numbers = LongStream.range(first, end).map(order::at).toArray();
        Arrays.sort(numbers);
        return TokenRows.of(tokens.some(numbers), tokens.width(), search.objective());
    }

    private void move(double[] gradient) {
        double meanWeight = 1 - Math.pow(BETA1, done);
        double squareWeight = 1 - Math.pow(BETA2, done);
        IntStream.range(0, point.numRows).parallel().forEach(row -> {
            for (int i = row * point.numCols; i < (row + 1) * point.numCols; i++) {
                mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
                square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
                point.data[i] -= search.learningRate()
                        * (mean[i] / meanWeight)
                        / (Math.sqrt(square[i] / squareWeight) + EPSILON);
            }
        });
    }

    @Override
    public int epochs() {
        return done / batches;
    }

    @Override
    public DMatrixRMaj transform() {
        return parameters.transform(point);
    }

    @Override
    public Map<String, DoubleTensor> state() {
        Map<String, DoubleTensor> state = new LinkedHashMap<>();
        state.put("point", DoubleTensor.vector(point.data));
        state.put("mean", DoubleTensor.vector(mean));
        state.put("square", DoubleTensor.vector(square));
        state.put("counts", DoubleTensor.vector(done, losses));
        return state;
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        double[] counts = state.readDoubles("counts");
        double[] saved = state.readDoubles("point");
        double[] savedMean = state.readDoubles("mean");
        double[] savedSquare = state.readDoubles("square");
        System.arraycopy(saved, 0, point.data, 0, point.data.length);
        System.arraycopy(savedMean, 0, mean, 0, mean.length);
        System.arraycopy(savedSquare, 0, square, 0, square.length);
        done = (int) counts[0];
        losses = counts[1];
    }
}
