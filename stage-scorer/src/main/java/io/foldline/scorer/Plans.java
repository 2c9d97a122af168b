package io.foldline.scorer;

import io.foldline.event.Cut;
import io.foldline.event.Plan;
import io.foldline.pruning.PruningPlan;
import java.util.List;

/** Plans between the contracts and the domain. */
final class Plans {
    private Plans() {}

    /** @throws io.foldline.checkpoint.InputException if the cuts do not fit the model or each other */
    static PruningPlan of(List<Cut> cuts, int blocks) {
        return new PruningPlan(
                blocks,
                cuts.stream()
                        .map(cut -> new io.foldline.pruning.Cut(cut.getKept(), cut.getRemoved()))
                        .toList());
    }

    static Plan event(PruningPlan plan) {
        List<Cut> cuts = plan.cuts().stream()
                .map(cut -> new Cut(cut.kept(), cut.removed()))
                .toList();
        return new Plan(plan.blocks(), plan.removed(), cuts);
    }
}
