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

    static Problem lost(String format, Object... arguments) {
        return new Problem(Effect.LOST, format.formatted(arguments));
    }

    static Problem doubled(String format, Object... arguments) {
        return new Problem(Effect.DOUBLED, format.formatted(arguments));
    }

    static Problem differing(String format, Object... arguments) {
        return new Problem(Effect.DIFFERING, format.formatted(arguments));
    }

    static Problem other(String format, Object... arguments) {
        return new Problem(Effect.OTHER, format.formatted(arguments));
    }
}
