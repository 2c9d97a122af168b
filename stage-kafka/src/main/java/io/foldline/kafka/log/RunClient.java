package io.foldline.kafka.log;

import io.foldline.checkpoint.InputException;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunRequested;
import io.foldline.kafka.EventSender;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Asks for runs and for their end. The topics must be there. */
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
        sender.send(
                Topics.RUN_CANCELLED,
                new RunCancelled(runId, reason, Instant.now().truncatedTo(ChronoUnit.MILLIS), ""));
    }

    @Override
    public void close() {
        sender.close();
    }
}
