package io.foldline.calibrator;

import io.foldline.model.BlockModel;
import io.foldline.pruning.RefitStep;
import java.util.List;
import java.util.Optional;

/**
 * Gathers the statistics of one step that gives a pruned model new weights: of one least-squares problem, from passes of the
 * dense model and of the pruned one.
 *
 * @param <M> the models
 */
public abstract sealed class StepGatherer<M extends BlockModel> extends Gatherer
        permits RefitGatherer, ReadoutGatherer {
    final M dense;
    final M pruned;
    final RefitStep step;
    final SplitSums sums;

    /**
     * @param pruned a variant of the dense model, with the weights that it has now; closed with this
     * @param holdOut whether statistics of held-out samples are kept apart
     */
    StepGatherer(M dense, M pruned, RefitStep step, int inputs, int outputs, boolean holdOut) {
        super(dense, holdOut, Optional.empty());
        this.dense = dense;
        this.pruned = pruned;
        this.step = step;
        sums = zero(inputs, outputs);
    }

    @Override
    final List<SplitSums> sums() {
        return List.of(sums);
    }

    @Override
    public final void close() {
        pruned.close();
        super.close();
    }
}
