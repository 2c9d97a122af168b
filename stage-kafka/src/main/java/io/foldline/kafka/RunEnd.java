package io.foldline.kafka;

import io.foldline.event.ModelEvaluated;
import io.foldline.event.ModelPublished;
import io.foldline.event.RunCompleted;
import io.foldline.event.RunRequested;
import io.foldline.kafka.StageBinding.Emission;
import io.foldline.schemas.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What follows from the event of the last stage. */
final class RunEnd {
    private RunEnd() {}

    static List<Emission<?>> of(ModelEvaluated event) {
        RunRequested request = event.getRequest();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        RunCompleted completed = new RunCompleted(request.getRunId(), event.getOutput(), event.getDigest(), now);
        ModelPublished published = ModelPublished.newBuilder()
                .setName(name(event.getOutput()))
                .setRunId(request.getRunId())
                .setUri(event.getOutput())
                .setDigest(event.getDigest())
                .setBaseModel(request.getModel())
                .setMethod(request.getMethod().getName())
                .setRemoved(event.getPlan().getRemoved())
                .setScores(event.getScores())
                .setPublishedAt(now)
                .build();
        return List.of(
                new Emission<>(Topics.RUN_COMPLETED, completed), new Emission<>(Topics.MODEL_PUBLISHED, published));
    }

    /** The last part of a URI. */
    private static String name(String uri) {
        Path last = Path.of("/" + uri.replace(':', '/')).getFileName();
        return last == null ? uri : last.toString();
    }
}
