package io.foldline.pruning;

import java.util.List;

/**
 * Maps of one kept block that get new weights together: those that read, so that they see what they see in the dense model;
 * one that writes, so that the pruned model meets the dense one behind it.
 *
 * @param block index of the kept block in the dense model
 * @param map which maps
 * @param target index, in the dense model, of the block whose state counts: its own; for maps that write in front of
 *     removed blocks, the last of these
 */
public record RefitStep(int block, BlockMap map, int target) {
    /** The norm in front of the head, behind the last kept block. */
    static RefitStep finalNorm(PruningPlan plan) {
        List<Integer> kept = plan.kept();
        return new RefitStep(kept.get(kept.size() - 1), BlockMap.FINAL_NORM, plan.blocks() - 1);
    }
}
