package io.foldline.benchmarks.scale;

import io.foldline.event.RunRequested;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.log.LogReader;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunLog;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** Takes a run through its first stage, watching as little as possible. */
final class Scored {
    private Scored() {}

    /** Seconds from the request to the event of the stage, as the broker recorded them. */
    static double seconds(KafkaSettings settings, RunRequested request) throws IOException {
        try (LogReader completed = LogReader.open(
                        settings, Set.of(), Set.of(Topics.SCORER.completed().name()));
                RunClient client = RunClient.open(settings)) {
            client.submit(request);
            boolean[] scored = new boolean[1];
            while (!scored[0]) {
                completed.poll(
                        Duration.ofMillis(200),
                        record -> scored[0] |=
                                request.getRunId().equals(new String(record.key(), StandardCharsets.UTF_8)));
            }
        }
        try (RunLog log = RunLog.open(settings)) {
            return log.whole(request.getRunId())
                    .orElseThrow()
                    .stage(Topics.SCORER.stage())
                    .seconds();
        }
    }
}
