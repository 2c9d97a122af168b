package io.foldline.evaluator;

/** Asks for the natural-log likelihood of the end of a token sequence, given what stands in front of it. */
final class LikelihoodRequest {
    private final int[] ids;
    private final int firstScored;

    /**
     * @param ids the whole sequence
     * @param firstScored position of the first token that is scored, at least 1; all after it are scored too
     */
    LikelihoodRequest(int[] ids, int firstScored) {
        if (firstScored < 1 || firstScored >= ids.length) {
            throw new IllegalArgumentException(
                    "first scored position " + firstScored + " of a sequence of " + ids.length + " tokens");
        }
        this.ids = ids;
        this.firstScored = firstScored;
    }

    int[] ids() {
        return ids;
    }

    int firstScored() {
        return firstScored;
    }

    /** Number of tokens scored. */
    int scored() {
        return ids.length - firstScored;
    }
}
