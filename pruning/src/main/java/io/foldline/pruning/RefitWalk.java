package io.foldline.pruning;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
            return walk(plan, List.of(BlockMap.ATTENTION_OUTPUT, BlockMap.MLP_OUTPUT), List.of(BlockMap.MLP_OUTPUT))
                    .skip(1)
                    .toList();
        }
    },
    /**
     * All maps of every kept block from the one in front of the first cut on, but for what reads there what it reads in the
     * dense model. In front of removed blocks the attention makes up for theirs too.
     */
    ALL {
        @Override
        public List<RefitStep> steps(PruningPlan plan) {
            List<BlockMap> writing = List.of(BlockMap.ATTENTION_OUTPUT, BlockMap.MLP_OUTPUT);
            return walk(plan, BlockMap.OF_BLOCKS, writing).skip(1).toList();
        }
    };

    /** The maps that a plan touches, in the order in which they are solved for: each sees the new weights of those before. */
    public abstract List<RefitStep> steps(PruningPlan plan);

    /** @param across maps that meet the end of the removed blocks behind theirs */
    private static Stream<RefitStep> walk(PruningPlan plan, List<BlockMap> maps, List<BlockMap> across) {
        Set<Integer> removed = Set.copyOf(plan.removed());
        int front = plan.cuts().get(0).kept();
        return plan.kept().stream()
                .filter(block -> block >= front)
                .flatMap(block -> maps.stream()
                        .map(map -> new RefitStep(block, map, across.contains(map) ? target(block, removed) : block)));
    }

    private static int target(int block, Set<Integer> removed) {
        int target = block;
        while (removed.contains(target + 1)) {
            target++;
        }
        return target;
    }
}
