package io.foldline.pruning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How removed blocks are made up for.
 *
 * @param name as the user gives it
 * @param transform what is solved for
 * @param problems what is gathered of each cut for that, in this order
 * @param walk the maps that get new weights, where those are what is solved for
 * @param ridge the ridge where the request names none; empty for methods that have none
 * @param selector what chooses the blocks where the request does not say
 * @param tried whether it ends with as many of its steps as do best on samples that none of them was solved on
 * @param options what it can be told
 * @param paper where it was published
 * @param description one sentence
 */
public record PruningMethod(
        String name,
        TransformKind transform,
        List<CutProblem> problems,
        Optional<RefitWalk> walk,
        Optional<RidgeSetting> ridge,
        BlockSelector selector,
        boolean tried,
        List<MethodOption> options,
        String paper,
        String description) {
    public PruningMethod {
        problems = List.copyOf(problems);
        options = List.copyOf(options);
    }

    /** A method for which the blocks are chosen by their angular distance, and that cannot be told anything. */
    PruningMethod(
            String name,
            TransformKind transform,
            Optional<RefitWalk> walk,
            Optional<RidgeSetting> ridge,
            String paper,
            String description) {
        this(
                name,
                transform,
                List.of(CutProblem.TRANSFORM),
                walk,
                ridge,
                BlockSelectors.ANGULAR,
                false,
                List.of(),
                paper,
                description);
    }

    /** Such a method, which solves for one linear map, or for nothing. */
    PruningMethod(
            String name, TransformKind transform, Optional<RidgeSetting> ridge, String paper, String description) {
        this(name, transform, Optional.empty(), ridge, paper, description);
    }

    /** The same, for which blocks are chosen by another selector unless a request says by which. */
    PruningMethod by(BlockSelector other) {
        return new PruningMethod(name, transform, problems, walk, ridge, other, tried, options, paper, description);
    }

    /** The same, solved from other problems. */
    PruningMethod from(CutProblem... others) {
        return new PruningMethod(
                name, transform, List.of(others), walk, ridge, selector, tried, options, paper, description);
    }

    /** The same, which can be told something. */
    PruningMethod with(List<MethodOption> told) {
        return new PruningMethod(name, transform, problems, walk, ridge, selector, tried, told, paper, description);
    }

    /** The same, that is tried. */
    PruningMethod onTrial() {
        return new PruningMethod(name, transform, problems, walk, ridge, selector, true, options, paper, description);
    }

    /**
     * Its options with the values that a request gives.
     *
     * @throws io.foldline.checkpoint.InputException if it has no such option, or not with that value
     */
    public OptionValues values(Map<String, String> given) {
        return OptionValues.of("method " + name, options, given);
    }

    /**
     * The maps that get new weights, in the order in which they are solved for: each sees the new weights of those before.
     *
     * @param told what the request tells the method
     */
    public List<RefitStep> steps(PruningPlan plan, Map<String, String> told) {
        if (walk.isEmpty()) {
            return List.of();
        }
        List<RefitStep> steps = new ArrayList<>(walk.get().steps(plan));
        steps.addAll(Collections.nCopies(readouts(told), RefitStep.finalNorm(plan)));
        return steps;
    }

    /** How often the norm in front of the head is fitted. */
    public int readouts(Map<String, String> told) {
        return walk.isEmpty() ? 0 : (int) values(told).whole(PruningMethods.READOUT);
    }

    /** Whether a linear map is folded into the block in front of each cut. */
    public boolean transforms() {
        return transform.maps();
    }

    /** Whether cuts may be solved for one by one, each on the model with the folds in front of it; a factor is no such fold. */
    public boolean sequential() {
        return transform.maps() && !transform.scales();
    }

    /** Whether something is solved for. */
    public boolean folds() {
        return transform != TransformKind.NONE && transform != TransformKind.COLLAPSE;
    }
}
