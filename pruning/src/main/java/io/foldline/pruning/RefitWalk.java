package io.foldline.pruning;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Which maps of the kept blocks get new weights, in which order. */
public enum RefitWalk {
    /** The last map of the MLP in front of each cut. */
    FRONTS {
        @Override
        public List<RefitStep> steps(PruningPlan plan) {
            return plan.cuts().stream()
                    .map(cut -> new RefitStep(cut.kept(), BlockMap.MLP_OUTPUT, cut.last()))
                    .toList();
        }
    },
    /**
     * The last map of the MLP in front of the first cut; then of every kept block behind it the output projection of the
     * attention and the last map of the MLP. In front of the first cut nothing has changed, so there is nothing to make up.
     */
    OUTPUTS {
        @Override
        public List<RefitStep> steps(PruningPlan plan) {
            return walk(plan, List.of(BlockMap.ATTENTION_OUTPUT, BlockMap.MLP_OUTPUT));
        }
    },
    /** The same, with the maps that read the residual stream before those that write to it. */
    ALL {
        @Override
        public List<RefitStep> steps(PruningPlan plan) {
            return walk(plan, List.of(BlockMap.values()));
        }
    };

    /** The maps that a plan touches, in the order in which they are solved for: each sees the new weights of those before. */
    public abstract List<RefitStep> steps(PruningPlan plan);

    private static List<RefitStep> walk(PruningPlan plan, List<BlockMap> maps) {
        int first = plan.cuts().get(0).kept();
        Set<Integer> removed = Set.copyOf(plan.removed());
        return IntStream.range(first, plan.blocks())
                .filter(block -> !removed.contains(block))
                .boxed()
                .flatMap(block -> maps.stream().map(map -> step(block, map, removed)))
                .skip(maps.size() - 1)
                .toList();
    }

    private static RefitStep step(int block, BlockMap map, Set<Integer> removed) {
        return new RefitStep(block, map, map == BlockMap.MLP_OUTPUT ? target(block, removed) : block);
    }

    private static int target(int block, Set<Integer> removed) {
        int target = block;
        while (removed.contains(target + 1)) {
            target++;
        }
        return target;
    }
}
