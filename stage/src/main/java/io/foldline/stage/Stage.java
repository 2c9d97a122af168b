package io.foldline.stage;

import java.io.IOException;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * One step of a run: an event is split into tasks, workers turn tasks into results, the results are gathered into the
 * event that starts the next stage.
 *
 * <p>Tasks and results are Avro records with a field {@code task} of type {@link io.foldline.event.TaskId}.
 *
 * @param <I> event that starts the stage
 * @param <T> unit of work
 * @param <R> result of a unit of work
 * @param <O> event that the stage emits
 */
public interface Stage<
        I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord> {
    /**
     * Splits the work. Deterministic and quick: it may read headers and count lines, not compute. Task {@code i} of
     * {@code n} has index {@code i} and count {@code n}. May be empty: then {@link #gather} follows at once.
     *
     * @throws io.foldline.checkpoint.InputException if the request cannot be carried out
     */
    List<T> split(I event);

    /**
     * Does one unit of work. Idempotent: a task may be worked on more than once, also at the same time.
     *
     * @throws io.foldline.checkpoint.InputException if no retry can help: the run fails
     * @throws io.foldline.checkpoint.ResourceException if the machine is at its limits: the run fails
     * @throws IOException for passing faults: the task is tried again
     * @throws CancelledException if {@link WorkContext#checkCancelled} says so
     */
    R work(T task, WorkContext context) throws IOException;

    /**
     * Makes the event of the stage. Bookkeeping only: cheap and pure.
     *
     * @param results one for each task, in the order of the tasks
     */
    O gather(I event, List<R> results);
}
