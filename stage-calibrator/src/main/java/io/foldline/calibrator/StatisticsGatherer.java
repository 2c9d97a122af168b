package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenRows;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.Cut;
import io.foldline.pruning.SplitStatistics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the statistics of cuts from forward passes of the dense model: with M what the MLP of the kept block adds and Y
 * its residual after attention, sums of {@code MᵀM} and {@code MᵀR}, {@code R = X − Y}, X the raw output of the last
 * removed block. Real tokens only, float64. A pass stops at the last block that is needed.
 */
public final class StatisticsGatherer implements AutoCloseable {
    private final LanguageModel model;
    private final boolean holdOut;
    private final boolean normedTarget;
    private final NDManager manager;
    private final TokenRows rows = new TokenRows();
    private final TorchScript script = TorchScript.compile("statistics", TokenSums.SCRIPT);
    private final List<CutGatherer> gatherers;
    private long samples;
    private long tokens;

    /**
     * @param holdOut whether statistics of held-out samples are kept apart
     * @param normedTarget whether the output of the model's last block is taken after the final norm, as the original
     *     library does
     */
    public StatisticsGatherer(LanguageModel model, List<Cut> cuts, boolean holdOut, boolean normedTarget) {
        this.model = model;
        this.holdOut = holdOut;
        this.normedTarget = normedTarget;
        manager = TorchEngine.newManager(model.device());
        gatherers = cuts.stream()
                .map(cut -> new CutGatherer(cut, rows, sums(), holdOut ? Optional.of(sums()) : Optional.empty()))
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
    public void add(SampleBatch batch) throws IOException {
        int last = gatherers.stream()
                .mapToInt(gatherer -> gatherer.cut().last())
                .max()
                .orElseThrow();
        try (NDManager scope = manager.newSubManager()) {
            model.forward(batch.tokens(), last, new Tap(scope, Tokens.of(batch, holdOut)));
        }
        samples += batch.tokens().size();
        tokens += batch.tokens().realTokens();
    }

    /** Statistics of each cut, in the order in which they were given. */
    public List<SplitStatistics> statistics() {
        return gatherers.stream().map(CutGatherer::statistics).toList();
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

    private final class Tap implements BlockTap {
        private final NDManager scope;
        private final Tokens tokens;

        Tap(NDManager scope, Tokens tokens) {
            this.scope = scope;
            this.tokens = tokens;
        }

        @Override
        public boolean wantsParts(int block) {
            return gatherers.stream().anyMatch(gatherer -> gatherer.cut().kept() == block);
        }

        @Override
        public void accept(BlockStates states) throws IOException {
            for (CutGatherer gatherer : gatherers) {
                if (gatherer.cut().kept() == states.block()) {
                    gatherer.takeKept(scope, states, tokens);
                } else if (gatherer.cut().last() == states.block()) {
                    gatherer.takeLast(scope, target(states));
                }
            }
        }

        private NDArray target(BlockStates states) throws IOException {
            boolean norm =
                    normedTarget && states.block() == model.architecture().blocks() - 1;
            return norm ? model.finalNorm(states.output()) : states.output();
        }
    }
}
