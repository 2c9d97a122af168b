package io.foldline.passes;

import io.foldline.event.Cut;
import io.foldline.event.Drop;
import io.foldline.event.Plan;
import io.foldline.event.RunRequested;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.DropAmount;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.PruningPlan;
import java.util.List;

/** Plans between the contracts and the domain. */
public final class Plans {
    private Plans() {}

    /** @throws io.foldline.checkpoint.InputException if the cuts do not fit the model or each other */
    public static PruningPlan of(List<Cut> cuts, int blocks) {
        return new PruningPlan(blocks, cuts.stream().map(Plans::cut).toList());
    }

    /** The plan that an event carries. */
    public static PruningPlan of(Plan plan) {
        return of(plan.getCuts(), plan.getBlocks());
    }

    /**
     * How much a request without cuts removes.
     *
     * @throws io.foldline.checkpoint.InputException if this version does not know the unit
     */
    public static DropAmount amount(RunRequested request) {
        Drop drop = request.getDrop();
        return DropAmount.of(drop.getUnit().name(), drop.getAmount());
    }

    /** A plan that chooses nothing yet: its cuts are candidates, to be solved for and then compared. */
    public static Plan candidates(int blocks, List<io.foldline.pruning.Cut> candidates) {
        return new Plan(blocks, List.of(), events(candidates));
    }

    /** Whether a plan is of candidates; one without any is of nothing yet. */
    public static boolean areCandidates(Plan plan) {
        return plan.getRemoved().isEmpty() && !plan.getCuts().isEmpty();
    }

    /** Whether a plan is of candidates that held-out samples judge. */
    public static boolean areJudged(RunRequested request, Plan plan) {
        return areCandidates(plan) && request.getSelector().getName().equals(BlockSelectors.PERPLEXITY.name());
    }

    /** Whether samples are held out of what is solved for, to judge it: candidates, or steps. */
    public static boolean holdsOut(RunRequested request, Plan plan) {
        return areCandidates(plan) ? areJudged(request, plan) : Trials.planned(request);
    }

    /** What a plan is solved by: the method of the request; candidates are compared by least squares. */
    public static PruningMethod method(RunRequested request, Plan plan) {
        return areCandidates(plan)
                ? PruningMethods.REPLACE_ME_LS
                : PruningMethods.named(request.getMethod().getName());
    }

    /** The cuts of a plan, be they candidates. */
    public static List<io.foldline.pruning.Cut> cuts(Plan plan) {
        return areCandidates(plan) ? plan.getCuts().stream().map(Plans::cut).toList() : of(plan).cuts();
    }

    private static io.foldline.pruning.Cut cut(Cut cut) {
        return new io.foldline.pruning.Cut(cut.getKept(), cut.getRemoved());
    }

    private static List<Cut> events(List<io.foldline.pruning.Cut> cuts) {
        return cuts.stream().map(cut -> new Cut(cut.kept(), cut.removed())).toList();
    }

    /** The plan as events carry it. */
    public static Plan event(PruningPlan plan) {
        return new Plan(plan.blocks(), plan.removed(), events(plan.cuts()));
    }
}
