package io.foldline.pruning;

/** How a selector gets from scores to the blocks that go. */
public enum BlockChoice {
    /** Candidates are runs of as many blocks as are to go; the one of the lowest score goes. */
    WINDOW,
    /** Candidates are single blocks; the one of the lowest score goes, and what is left is scored anew until enough went. */
    GREEDY,
    /** Candidates are single blocks, scored once; as many as are to go, those of the lowest scores, go together. */
    BLOCKS
}
