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
import java.util.ArrayList;
import java.util.List;

/**
 * Sums, over calibration samples, the distances between the two ends of every candidate cut of some sizes, by ascending size
 * and then by ascending kept block. The candidate that keeps block i and removes n compares the raw outputs of the blocks i
 * and i+n. One forward pass serves all candidates; of its hidden states n+1 are held at a time, n being the largest size.
 */
public final class BlockDistances extends Scores {
    private final BlockModel model;
    private final Distance distance;
    private final boolean normedLast;
    private final List<Integer> sizes;
    private final TokenRows tokenRows = new TokenRows();
    private final TorchScript script = TorchScript.compile("distances", Distance.SCRIPT);

    /**
     * @param sizes numbers of blocks n that candidates remove, ascending, each less than the model has
     * @param normedLast whether the output of the last block is taken after the model's final norm, as the original library
     *     does
     */
    public BlockDistances(BlockModel model, Distance distance, List<Integer> sizes, boolean normedLast) {
        super(CutChoice.candidates(model.architecture().blocks(), sizes).size());
        this.model = model;
        this.distance = distance;
        this.sizes = List.copyOf(sizes);
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
        private final List<NDArray> window = new ArrayList<>();
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
            window.add(tokenRows.pick(scope, states.block(), output, selection));
            int candidates = 0;
            for (int removed : sizes) {
                if (window.size() > removed) {
                    NDArray front = window.get(window.size() - 1 - removed);
                    distances[candidates + states.block() - removed] =
                            script.number(distance.method(), front, window.get(window.size() - 1));
                }
                candidates += model.architecture().blocks() - removed;
            }
            if (window.size() > sizes.get(sizes.size() - 1)) {
                window.remove(0).close();
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
