package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.BlockModel;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenRows;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.passes.BatchSums;
import io.foldline.pruning.Cut;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.StatisticsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers the statistics of cuts from forward passes of the dense model: with M what the MLP of the kept block adds and Y
 * its residual after attention, sums of {@code MᵀM} and {@code MᵀR}, {@code R = X − Y}, X the raw output of the last
 * removed block. Real tokens only, float64. A pass stops at the last block that is needed.
 */
public final class StatisticsGatherer implements BatchSums<SampleBatch>, AutoCloseable {
    private static final String COUNTS = "counts";

    private final BlockModel model;
    private final boolean holdOut;
    private final boolean normedTarget;
    private final NDManager manager;
    private final TokenRows rows = new TokenRows();
    private final TorchScript script = TorchScript.compile("statistics", TokenSums.SCRIPT);
    private final List<CutSums> cuts;
    private long samples;
    private long tokens;

    /**
     * @param holdOut whether statistics of held-out samples are kept apart
     * @param normedTarget whether the output of the model's last block is taken after the final norm, as the original
     *     library does
     */
    public StatisticsGatherer(BlockModel model, List<Cut> cuts, boolean holdOut, boolean normedTarget) {
        this.model = model;
        this.holdOut = holdOut;
        this.normedTarget = normedTarget;
        manager = TorchEngine.newManager(model.device());
        this.cuts = cuts.stream()
                .map(cut -> new CutSums(cut, sums(), holdOut ? Optional.of(sums()) : Optional.empty()))
                .toList();
    }

    private TokenSums sums() {
        return new TokenSums(script, manager, model.architecture().width());
    }

    /**
     * Adds the samples of a batch.
     *
     * @throws io.foldline.checkpoint.InputException if a hidden state is not finite
     */
    @Override
    public void add(SampleBatch batch) throws IOException {
        try (NDManager scope = manager.newSubManager()) {
            Pass pass = begin(scope, batch);
            model.forward(batch.tokens(), last(), pass);
            pass.commit();
        }
    }

    /** The block at which passes stop. */
    int last() {
        return cuts.stream().mapToInt(sums -> sums.cut().last()).max().orElseThrow();
    }

    /**
     * Begins a pass.
     *
     * @param scope frees what is kept, at the end of the pass
     */
    Pass begin(NDManager scope, SampleBatch batch) {
        return new Pass(scope, batch);
    }

    /** Statistics of each cut, in the order in which they were given. */
    public List<SplitStatistics> statistics() {
        return cuts.stream().map(CutSums::statistics).toList();
    }

    @Override
    public Map<String, DoubleTensor> state() {
        Map<String, DoubleTensor> state = StatisticsFile.tensors(statistics());
        state.put(COUNTS, DoubleTensor.vector((double) samples, (double) tokens));
        return state;
    }

    @Override
    public void restore(SafetensorsFile state) throws IOException {
        List<SplitStatistics> saved = new ArrayList<>();
        for (int cut = 0; cut < cuts.size(); cut++) {
            saved.add(StatisticsFile.read(state, cut));
            if (!cuts.get(cut).fits(saved.get(cut))) {
                throw new InputException(state.path() + ": statistics of another width or split, expected those of "
                        + cuts.get(cut).cut());
            }
        }
        double[] counts = state.readDoubles(COUNTS);
        for (int cut = 0; cut < cuts.size(); cut++) {
            cuts.get(cut).add(saved.get(cut));
        }
        samples = (long) counts[0];
        tokens = (long) counts[1];
    }

    /** Samples added. */
    public long samples() {
        return samples;
    }

    /** Real tokens added. */
    public long tokens() {
        return tokens;
    }

    @Override
    public void close() {
        manager.close();
        rows.close();
        script.close();
    }

    /** Takes what the cuts need while a batch passes; it counts once the batch is through. */
    final class Pass implements BlockTap {
        private final SampleBatch batch;
        private final Tokens selected;
        private final List<CutPass> passes;

        private Pass(NDManager scope, SampleBatch batch) {
            this.batch = batch;
            selected = Tokens.of(batch, holdOut);
            passes = cuts.stream().map(sums -> new CutPass(scope, rows, sums)).toList();
        }

        @Override
        public boolean wantsParts(int block) {
            return passes.stream().anyMatch(pass -> pass.cut().kept() == block);
        }

        @Override
        public void accept(BlockStates states) throws IOException {
            for (CutPass pass : passes) {
                if (pass.cut().kept() == states.block()) {
                    pass.takeKept(states, selected);
                } else if (pass.cut().last() == states.block()) {
                    pass.takeLast(target(states));
                }
            }
        }

        private NDArray target(BlockStates states) throws IOException {
            boolean norm =
                    normedTarget && states.block() == model.architecture().blocks() - 1;
            return norm ? model.finalNorm(states.output()) : states.output();
        }

        /** Adds what the pass gave. Needs no memory to speak of; what fails here leaves sums that cannot be gone on with. */
        void commit() {
            try {
                passes.forEach(CutPass::commit);
            } catch (RuntimeException | OutOfMemoryError e) {
                throw new IllegalStateException("a batch was added in part; the task has to begin again", e);
            }
            samples += batch.tokens().size();
            tokens += batch.tokens().realTokens();
        }
    }
}
