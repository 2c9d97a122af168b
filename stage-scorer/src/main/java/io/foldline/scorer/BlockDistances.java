package io.foldline.scorer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.model.BlockModel;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
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
public final class BlockDistances extends Scores {
    private final BlockModel model;
    private final Distance distance;
    private final boolean normedLast;
    private final int removed;
    private final TokenRows tokenRows = new TokenRows();
    private final TorchScript script = TorchScript.compile("distances", Distance.SCRIPT);

    /**
     * @param removed number of blocks n that a candidate removes, less than the model has
     * @param normedLast whether the output of the last block is taken after the model's final norm, as the original library
     *     does
     */
    public BlockDistances(BlockModel model, Distance distance, int removed, boolean normedLast) {
        super(model.architecture().blocks() - removed);
        this.model = model;
        this.distance = distance;
        this.removed = removed;
        this.normedLast = normedLast;
    }

    /**
     * Adds the samples of a batch.
     *
     * @throws io.foldline.checkpoint.InputException if a hidden state is not finite
     */
    @Override
    public void add(SampleBatch batch) throws IOException {
        try (NDManager scope = TorchEngine.newManager(model.device())) {
            Pass pass = begin(scope, batch);
            model.forward(batch.tokens(), model.architecture().blocks() - 1, pass);
            pass.commit();
        }
    }

    /**
     * Begins a pass.
     *
     * @param scope frees what is held, at the end of the pass
     */
    Pass begin(NDManager scope, SampleBatch batch) {
        return new Pass(scope, batch);
    }

    /** Compares the ends of every candidate while a batch passes; its sums count once it is through. */
    final class Pass implements BlockTap {
        private final NDManager scope;
        private final SampleBatch batch;
        private final TokenSelection selection;
        private final Deque<NDArray> window = new ArrayDeque<>(removed + 1);
        private final double[] distances = new double[candidates()];

        private Pass(NDManager scope, SampleBatch batch) {
            this.scope = scope;
            this.batch = batch;
            selection = distance.tokens(batch);
        }

        @Override
        public void accept(BlockStates states) throws IOException {
            boolean norm = normedLast && states.block() == model.architecture().blocks() - 1;
            NDArray output = norm ? model.finalNorm(states.output()) : states.output();
            window.addLast(tokenRows.pick(scope, states.block(), output, selection));
            if (window.size() > removed) {
                try (NDArray front = window.removeFirst()) {
                    distances[states.block() - removed] = script.number(distance.method(), front, window.getLast());
                }
            }
        }

        /** Adds the sums of the pass to those of all. */
        void commit() {
            add(batch, distances, selection.size());
        }
    }

    @Override
    public void close() {
        tokenRows.close();
        script.close();
    }
}
