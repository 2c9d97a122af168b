package io.foldline.kafka;

import io.foldline.kafka.log.Attempts;

/**
 * What one stage knows of a run, its input, tasks and results aside.
 *
 * @param round the round that the stage is at, or waits for
 * @param phase how far the stage is with it
 * @param attempts the attempts at the run
 * @param paused whether no tasks are to be handed out
 * @param claim what decides when its tasks are handed out; without meaning before the input is there
 * @param tasks how far its tasks are; without meaning before it is split
 */
record RunHead(int round, Phase phase, Attempts attempts, boolean paused, Claim claim, TaskCounts tasks) {
    /** A run that the stage has not heard of. */
    static final RunHead UNKNOWN =
            new RunHead(0, Phase.EXPECTED, Attempts.FIRST, false, new Claim(0, 0, Claim.NO_DEADLINE), TaskCounts.NONE);

    /** A run that the stage has nothing to do with any more. */
    static final RunHead CLOSED = new RunHead(0, Phase.CLOSED, Attempts.FIRST, false, UNKNOWN.claim(), TaskCounts.NONE);

    /** How far a stage is with a run. */
    enum Phase {
        /** The input is not there. */
        EXPECTED,
        /** The input is there, but is not split. */
        ARRIVED,
        /** The tasks are there. */
        SPLIT,
        /** The run was cancelled. */
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

    /** Whether the input of a round was met before, or is not wanted any more. */
    boolean hasArrived(int inRound) {
        return phase == Phase.CLOSED || inRound < round || (inRound == round && phase != Phase.EXPECTED);
    }

    RunHead arrived(int inRound, Claim of) {
        return new RunHead(inRound, Phase.ARRIVED, attempts, paused, of, TaskCounts.NONE);
    }

    /** The event of the stage was sent; if the run comes back, then for the next round. */
    RunHead passed() {
        return new RunHead(round + 1, Phase.EXPECTED, attempts, paused, UNKNOWN.claim, TaskCounts.NONE);
    }

    RunHead split(int into) {
        return new RunHead(round, Phase.SPLIT, attempts, paused, claim, TaskCounts.of(into));
    }

    RunHead with(TaskCounts counts) {
        return new RunHead(round, phase, attempts, paused, claim, counts);
    }

    RunHead paused(boolean now) {
        return new RunHead(round, phase, attempts, now, claim, tasks);
    }

    /** With news about the attempts; where a new one has begun, the missing tasks are handed out again. */
    RunHead with(Attempts news) {
        boolean again = news.current() > attempts.current() && phase == Phase.SPLIT;
        return new RunHead(round, phase, news, paused, claim, again ? tasks.again() : tasks);
    }
}
