package io.foldline.kafka;

/**
 * How far the tasks of a run are. They are handed out in their order, in every attempt at the run from the first on;
 * those whose result is in already are passed over.
 *
 * @param tasks number of tasks
 * @param next index of the task that is looked at next; those before it were handed out or passed over
 * @param results number of tasks whose result is in
 * @param early those of them that were not looked at yet
 */
record TaskCounts(int tasks, int next, int results, int early) {
    static final TaskCounts NONE = of(0);

    /** Nothing was handed out yet. */
    static TaskCounts of(int tasks) {
        return new TaskCounts(tasks, 0, 0, 0);
    }

    /** Tasks that were handed out and are not back. */
    int out() {
        return next - (results - early);
    }

    /** Tasks that are to be handed out. */
    int waiting() {
        return tasks - next - early;
    }

    /** Whether every result is in. */
    boolean complete() {
        return results == tasks;
    }

    /** The first result of a task has come. */
    TaskCounts result(int index) {
        return new TaskCounts(tasks, next, results + 1, index < next ? early : early + 1);
    }

    /** The next task was handed out. */
    TaskCounts handedOut() {
        return new TaskCounts(tasks, next + 1, results, early);
    }

    /** The next task was passed over, for its result is in. */
    TaskCounts passedOver() {
        return new TaskCounts(tasks, next + 1, results, early - 1);
    }

    /** A new attempt begins: what has no result is handed out again. */
    TaskCounts again() {
        return new TaskCounts(tasks, 0, results, results);
    }
}
