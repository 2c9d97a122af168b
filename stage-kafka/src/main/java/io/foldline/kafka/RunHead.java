package io.foldline.kafka;

import io.foldline.kafka.log.Attempts;

/**
 * What one stage knows of a run, its input, tasks and results aside.
 *
 * @param phase how far the stage is
 * @param attempts the attempts at the run
 * @param paused whether no tasks are to be handed out
 * @param claim what decides when its tasks are handed out; without meaning before the input is there
 * @param tasks how far its tasks are; without meaning before it is split
 */
record RunHead(Phase phase, Attempts attempts, boolean paused, Claim claim, TaskCounts tasks) {
    /** A run that the stage has not heard of. */
    static final RunHead UNKNOWN =
            new RunHead(Phase.EXPECTED, Attempts.FIRST, false, new Claim(0, 0, Claim.NO_DEADLINE), TaskCounts.NONE);

    /** A run that the stage has nothing to do with any more. */
    static final RunHead CLOSED = new RunHead(Phase.CLOSED, Attempts.FIRST, false, UNKNOWN.claim(), TaskCounts.NONE);

    /** How far a stage is with a run. */
    enum Phase {
        /** The input is not there. */
        EXPECTED,
        /** The input is there, but is not split. */
        ARRIVED,
        /** The tasks are there. */
        SPLIT,
        /** The event of the stage was sent, or the run was cancelled. */
        CLOSED
    }

    /**
     * What decides when the tasks of a run are handed out.
     *
     * @param priority higher ones first
     * @param order lower ones came first
     * @param deadline when the run fails, in milliseconds since the epoch
     */
    record Claim(int priority, long order, long deadline) {
        static final long NO_DEADLINE = Long.MAX_VALUE;
    }

    /** Whether the stage has something to do for the run. */
    boolean active() {
        return (phase == Phase.ARRIVED || phase == Phase.SPLIT) && !attempts.failed();
    }

    RunHead arrived(Claim of) {
        return new RunHead(Phase.ARRIVED, attempts, paused, of, tasks);
    }

    RunHead split(int into) {
        return new RunHead(Phase.SPLIT, attempts, paused, claim, TaskCounts.of(into));
    }

    RunHead with(TaskCounts counts) {
        return new RunHead(phase, attempts, paused, claim, counts);
    }

    RunHead paused(boolean now) {
        return new RunHead(phase, attempts, now, claim, tasks);
    }

    /** With news about the attempts; where a new one has begun, the missing tasks are handed out again. */
    RunHead with(Attempts news) {
        boolean again = news.current() > attempts.current() && phase == Phase.SPLIT;
        return new RunHead(phase, news, paused, claim, again ? tasks.again() : tasks);
    }
}
