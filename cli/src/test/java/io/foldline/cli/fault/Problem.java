package io.foldline.cli.fault;

/** Something that must not be after a schedule. */
record Problem(Effect effect, String text) {
    /** What it means for the run. */
    enum Effect {
        /** Something is missing. */
        LOST,
        /** Something is there more than once. */
        DOUBLED,
        /** The checkpoint or its scores are others than without faults. */
        DIFFERING,
        /** Anything else. */
        OTHER
    }

    static Problem lost(String text) {
        return new Problem(Effect.LOST, text);
    }

    static Problem doubled(String text) {
        return new Problem(Effect.DOUBLED, text);
    }

    static Problem differing(String text) {
        return new Problem(Effect.DIFFERING, text);
    }

    static Problem other(String text) {
        return new Problem(Effect.OTHER, text);
    }
}
