package io.foldline.scorer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.model.BlockTap;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenRows;
import io.foldline.model.TokenSelection;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sums, over calibration samples, the distances between the two ends of every candidate cut of one size. The candidate
 * that keeps block i compares the raw outputs of the blocks i and i+n. One forward pass serves all candidates; of its
 * hidden states n+1 are held at a time.
 */
public final class BlockDistances implements AutoCloseable {
    private final LanguageModel model;
    private final Distance distance;
    private final boolean normedLast;
    private final double[] sums;
    private final int removed;
    private final TokenRows tokenRows = new TokenRows();
    private final TorchScript script = TorchScript.compile("distances", Distance.SCRIPT);
    private long samples;
    private long tokens;
    private long weight;

    /**
     * @param removed number of blocks n that a candidate removes, less than the model has
     * @param normedLast whether the output of the last block is taken after the model's final norm, as the original library
     *     does
     */
    public BlockDistances(LanguageModel model, Distance distance, int removed, boolean normedLast) {
        this.model = model;
        this.distance = distance;
        this.removed = removed;
        this.normedLast = normedLast;
        sums = new double[model.architecture().blocks() - removed];
    }

    /**
     * Adds the samples of a batch.
     *
     * @throws io.foldline.checkpoint.InputException if a hidden state is not finite
     */
    public void add(SampleBatch batch) throws IOException {
        try (NDManager scope = TorchEngine.newManager(model.device())) {
            model.forward(batch.tokens(), model.architecture().blocks() - 1, tap(scope, batch));
        }
    }

    /**
     * Adds the samples of a batch while their pass goes on.
     *
     * @param scope frees what is held, at the end of the pass
     */
    BlockTap tap(NDManager scope, SampleBatch batch) {
        TokenSelection selection = distance.tokens(batch);
        samples += batch.tokens().size();
        tokens += batch.tokens().realTokens();
        weight += selection.size();
        Deque<NDArray> window = new ArrayDeque<>(removed + 1);
        return states -> {
            boolean norm = normedLast && states.block() == model.architecture().blocks() - 1;
            NDArray output = norm ? model.finalNorm(states.output()) : states.output();
            window.addLast(tokenRows.pick(scope, states.block(), output, selection));
            if (window.size() > removed) {
                compare(window, states.block() - removed);
            }
        };
    }

    private void compare(Deque<NDArray> window, int kept) {
        try (NDArray front = window.removeFirst()) {
            sums[kept] += script.number(distance.method(), front, window.getLast());
        }
    }

    /** Sums of distances by ascending kept block; divided by {@link #weight} they are means. */
    public double[] sums() {
        return sums.clone();
    }

    /** Samples added. */
    public long samples() {
        return samples;
    }

    /** Real tokens added. */
    public long tokens() {
        return tokens;
    }

    /** Number of distances that went into each sum. */
    public long weight() {
        return weight;
    }

    @Override
    public void close() {
        tokenRows.close();
        script.close();
    }
}
