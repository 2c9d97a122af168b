package io.foldline.calibrator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.model.BlockModel;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenSelection;
import io.foldline.pruning.Cut;
import io.foldline.pruning.CutProblem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the statistics of cuts from forward passes: with M what the MLP of the kept block adds, Y its residual after
 * attention and X the raw output of the last removed block of the dense model, the sums of each {@link CutProblem} that is
 * wanted. M and Y are those of the dense model too, or of one with earlier cuts folded. Real tokens only, float64. A pass
 * stops at the last block that is needed.
 */
public final class StatisticsGatherer extends Gatherer {
    private final BlockModel dense;
    private final BlockModel folded;
    private final boolean normedTarget;
    private final List<CutSums> cuts;

    /** A gatherer for transforms of the dense model: sums of {@code MᵀM} and {@code MᵀR}. */
    public StatisticsGatherer(BlockModel dense, List<Cut> cuts, boolean holdOut, boolean normedTarget) {
        this(dense, cuts, List.of(CutProblem.TRANSFORM), holdOut, normedTarget);
    }

    /**
     * @param problems what is gathered of each cut, in this order
     * @param holdOut whether statistics of held-out samples are kept apart
     * @param normedTarget whether the output of the model's last block is taken after the final norm, as the original
     *     library does
     */
    public StatisticsGatherer(
            BlockModel dense, List<Cut> cuts, List<CutProblem> problems, boolean holdOut, boolean normedTarget) {
        this(dense, dense, cuts, problems, holdOut, normedTarget, Optional.empty());
    }

    /**
     * Gathers the statistics of a cut behind others, for a transform.
     *
     * @param folded a variant of the dense model in which those are folded; closed with this
     * @param holdOut as above
     * @param normedTarget as above
     */
    public StatisticsGatherer(BlockModel dense, BlockModel folded, Cut cut, boolean holdOut, boolean normedTarget) {
        this(dense, folded, List.of(cut), List.of(CutProblem.TRANSFORM), holdOut, normedTarget, Optional.empty());
    }

    /**
     * The same as both, which keeps activations too where any are given.
     *
     * @param folded the dense model itself, or a variant with earlier cuts folded, for one cut behind them
     */
    StatisticsGatherer(
            BlockModel dense,
            BlockModel folded,
            List<Cut> cuts,
            List<CutProblem> problems,
            boolean holdOut,
            boolean normedTarget,
            Optional<Activations> activations) {
        super(dense, holdOut, activations);
        this.dense = dense;
        this.folded = folded;
        this.normedTarget = normedTarget;
        this.cuts = cuts.stream()
                .map(cut -> new CutSums(cut, problems.stream().map(this::zero).toList()))
                .toList();
    }

    private CutSums.OfProblem zero(CutProblem problem) {
        int width = dense.architecture().width();
        return new CutSums.OfProblem(problem, zero(problem.inputs(width), problem.outputs(width)));
    }

    /**
     * Adds the samples of a batch.
     *
     * @throws io.foldline.checkpoint.InputException if a hidden state is not finite
     */
    @Override
    public void add(SampleBatch batch) throws IOException {
        if (activations.isPresent()) {
            activations.get().makeRoom();
        }
        try (NDManager scope = manager.newSubManager()) {
            Pass pass = begin(scope, batch);
            if (folded == dense) {
                dense.forward(batch.tokens(), last(), pass);
            } else {
                folded.forward(batch.tokens(), cuts.get(0).cut().kept(), pass);
                dense.forward(batch.tokens(), last(), pass::takeLast);
            }
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

    @Override
    List<SplitSums> sums() {
        return cuts.stream()
                .flatMap(cut -> cut.problems().stream())
                .map(CutSums.OfProblem::sums)
                .toList();
    }

    /** Takes what the cuts need while a batch passes; it counts once the batch is through. */
    final class Pass implements BlockTap {
        private final SampleBatch batch;
        private final Tokens selected;
        private final Optional<TokenSelection> wanted;
        private final List<CutPass> passes;

        private Pass(NDManager scope, SampleBatch batch) {
            this.batch = batch;
            selected = Tokens.of(batch, holdOut);
            wanted = activations.map(kept -> kept.wanted(batch));
            passes = cuts.stream()
                    .map(sums -> new CutPass(scope, rows, script, sums))
                    .toList();
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
                    wanted.ifPresent(tokens -> pass.takeActivations(states, tokens));
                }
            }
            takeLast(states);
        }

        private void takeLast(BlockStates states) throws IOException {
            for (CutPass pass : passes) {
                if (pass.cut().last() == states.block()) {
                    pass.takeLast(target(states));
                }
            }
        }

        private NDArray target(BlockStates states) throws IOException {
            boolean norm =
                    normedTarget && states.block() == dense.architecture().blocks() - 1;
            return norm ? dense.finalNorm(states.output()) : states.output();
        }

        /** Adds what the pass gave. */
        void commit() {
            StatisticsGatherer.this.commit(
                    batch,
                    passes.stream().flatMap(pass -> pass.terms().stream()).toList());
            activations.ifPresent(kept -> kept.add(
                    passes.stream().flatMap(pass -> pass.activations().stream()).toList()));
        }
    }

    @Override
    public void close() {
        if (folded != dense) {
            folded.close();
        }
        super.close();
    }
}
