package io.foldline.kafka.log;

import io.foldline.checkpoint.InputException;
import io.foldline.event.RunAction;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.kafka.EventSender;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Asks for runs, and that they pause, go on or end. The topics must be there. */
public final class RunClient implements AutoCloseable {
    private final EventSender sender;

    private RunClient(EventSender sender) {
        this.sender = sender;
    }

    /** Opens a client of the cluster. */
    public static RunClient open(KafkaSettings settings) {
        return new RunClient(new EventSender(settings, new EventCodec(settings), "client"));
    }

    /**
     * Asks for a run. A run id that was used before is ignored by the stages: that run goes on, or has ended.
     *
     * @throws InputException if the run id is not one
     * @throws IOException if it is not known that the broker has the request
     */
    public void submit(RunRequested request) throws IOException {
        RunIds.check(request.getRunId());
        sender.send(Topics.RUN_REQUESTED, request);
    }

    /**
     * Asks every stage to leave a run. Has no effect on a run that has ended.
     *
     * @throws IOException if it is not known that the broker has the request
     */
    public void cancel(String runId, String reason) throws IOException {
        RunIds.check(runId);
        sender.send(Topics.RUN_CANCELLED, new RunCancelled(runId, reason, now(), ""));
    }

    /**
     * Asks every stage to leave a run, and to remove what it has written to its output. Has no effect on a run that has
     * completed.
     *
     * @param request what the run was begun with
     * @throws IOException if it is not known that the broker has the wish
     */
    public void cancel(RunRequested request, String reason) throws IOException {
        sender.send(Topics.RUN_CANCELLED, new RunCancelled(request.getRunId(), reason, now(), request.getOutput()));
    }

    /**
     * Asks that no more tasks of a run be handed out; those that workers have, or are about to get, are finished. Has no
     * effect on a run that has ended.
     *
     * @throws IOException if it is not known that the broker has the wish
     */
    public void pause(String runId, String reason) throws IOException {
        control(runId, RunAction.PAUSE, 0, reason);
    }

    /**
     * Asks that a paused run go on. Has no effect on a run that is not paused.
     *
     * @throws IOException if it is not known that the broker has the wish
     */
    public void resume(String runId, String reason) throws IOException {
        control(runId, RunAction.RESUME, 0, reason);
    }

    /**
     * Asks that a failed run go on with the stage that failed; what was done before is not done again.
     *
     * @throws InputException if the run has not failed
     * @throws IOException if it is not known that the broker has the wish
     */
    public void retry(RunView run, String reason) throws IOException {
        RunFailed failed = run.failed();
        if (run.status() != RunStatus.FAILED || failed == null) {
            throw new InputException("run " + run.runId() + ": expected a failed run, found it "
                    + run.status().name().toLowerCase(Locale.ROOT) + "; only failed runs can be retried");
        }
        control(run.runId(), RunAction.RETRY, failed.getAttempt() + 1, reason);
    }

    @Override
    public void close() {
        sender.close();
    }

    private void control(String runId, RunAction action, int attempt, String reason) throws IOException {
        RunIds.check(runId);
        sender.send(Topics.RUN_CONTROLLED, new RunControlled(runId, action, attempt, reason, now()));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
