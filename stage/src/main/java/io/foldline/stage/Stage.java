package io.foldline.stage;

import io.foldline.event.RunCancelled;
import io.foldline.event.RunRequested;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    /**
     * The request with which the run passes the stages from the scorer on once more, in place of going on to the next
     * stage; empty where it goes on. Bookkeeping only.
     *
     * @param event what {@link #gather} made
     * @param now the time, for runs that may take only so long
     */
    default Optional<RunRequested> again(O event, Instant now) {
        return Optional.empty();
    }

    /**
     * Says in words everything that the result of a task depends on: digests of what it reads, settings, the range of its
     * samples; but not the names of run and task. Tasks of any runs for which it says the same have the same result, so a
     * result that is there already is used again. Empty: the work is always done.
     *
     * @throws IOException for passing faults
     */
    default Optional<String> fingerprint(T task) throws IOException {
        return Optional.empty();
    }

    /**
     * Removes what the stage has published for a run that was cancelled. Idempotent; called in every process of the
     * stage, also where it did nothing for the run.
     *
     * @throws IOException if it cannot be removed
     */
    default void discard(RunCancelled event) throws IOException {}
}
