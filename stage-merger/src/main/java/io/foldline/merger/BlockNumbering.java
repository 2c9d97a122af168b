package io.foldline.merger;

import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Which blocks of the dense model are kept, and their numbers in the pruned one. */
final class BlockNumbering {
    private final List<Integer> kept = new ArrayList<>();
    private final int blocks;

    /**
     * @param blocks number of blocks of the dense model
     * @param removed indices of the blocks that go, in any order
     * @throws InputException if an index is out of range or no block would be left
     */
    BlockNumbering(int blocks, List<Integer> removed) {
        this.blocks = blocks;
        TreeSet<Integer> gone = new TreeSet<>(removed);
        if (!gone.isEmpty() && (gone.first() < 0 || gone.last() >= blocks)) {
            throw new InputException("blocks %s are to be removed, but the model has %d, numbered from 0; remove others"
                    .formatted(removed, blocks));
        }
        for (int block = 0; block < blocks; block++) {
            if (!gone.contains(block)) {
                kept.add(block);
            }
        }
        if (kept.isEmpty()) {
            throw new InputException(
                    "all " + blocks + " blocks are to be removed, expected one to be left; remove fewer");
        }
    }

    /** Number of blocks of the dense model. */
    int blocks() {
        return blocks;
    }

    /** Indices, in the dense model, of the blocks that stay, ascending. */
    List<Integer> kept() {
        return kept;
    }

    boolean keeps(int block) {
        return kept.contains(block);
    }

    /** Index in the pruned model of a block that stays. */
    int renumbered(int block) {
        return kept.indexOf(block);
    }
}
