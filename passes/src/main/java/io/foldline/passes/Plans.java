package io.foldline.passes;

import io.foldline.event.Cut;
import io.foldline.event.Plan;
import io.foldline.pruning.PruningPlan;
import java.util.List;

/** Plans between the contracts and the domain. */
public final class Plans {
    private Plans() {}

    /** @throws io.foldline.checkpoint.InputException if the cuts do not fit the model or each other */
    public static PruningPlan of(List<Cut> cuts, int blocks) {
        return new PruningPlan(
                blocks,
                cuts.stream()
                        .map(cut -> new io.foldline.pruning.Cut(cut.getKept(), cut.getRemoved()))
                        .toList());
    }

    /** The plan that an event carries. */
    public static PruningPlan of(Plan plan) {
        return of(plan.getCuts(), plan.getBlocks());
    }

    /** The plan as events carry it. */
    public static Plan event(PruningPlan plan) {
        List<Cut> cuts = plan.cuts().stream()
                .map(cut -> new Cut(cut.kept(), cut.removed()))
                .toList();
        return new Plan(plan.blocks(), plan.removed(), cuts);
    }
}
