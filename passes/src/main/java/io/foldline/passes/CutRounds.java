package io.foldline.passes;

import io.foldline.event.CutPolicy;
import io.foldline.event.Plan;
import io.foldline.event.RunRequested;
import io.foldline.pruning.Cut;
import java.util.List;

/**
 * How a run that calibrates each cut on the model with the folds in front of it in place goes from cut to cut, one in each
 * round, front to back. A fold changes nothing in front of it, so this is the order in which every cut sees all that change
 * its states. Candidates, which may overlap, are always solved for at once.
 */
public final class CutRounds {
    private CutRounds() {}

    /** Whether the run solves for one cut in each round. */
    public static boolean sequential(RunRequested request, Plan plan) {
        return request.getCutPolicy() == CutPolicy.SEQUENTIAL
                && !Plans.areCandidates(plan)
                && Plans.method(request, plan).sequential()
                && plan.getCuts().size() > 1;
    }

    /** The cuts that this round calibrates and solves for. */
    public static List<Cut> cuts(RunRequested request, Plan plan) {
        List<Cut> all = Plans.cuts(plan);
        return sequential(request, plan)
                ? List.of(all.get(Refits.solved(request).size()))
                : all;
    }

    /** The cuts whose folds are in place in this round. */
    public static List<Cut> folded(RunRequested request, Plan plan) {
        return sequential(request, plan)
                ? Plans.cuts(plan).subList(0, Refits.solved(request).size())
                : List.of();
    }

    /** Whether later rounds see the fold that this round solves for. */
    public static boolean isSeen(RunRequested request, Plan plan) {
        return sequential(request, plan)
                && Refits.solved(request).size() + 1 < plan.getCuts().size();
    }
}
