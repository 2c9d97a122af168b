package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.BlocksScored;
import io.foldline.event.RunRequested;
import io.foldline.kafka.log.LogReader;
import io.foldline.kafka.log.RunClient;
import io.foldline.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Far more is asked for at once than can be worked on. */
@Timeout(600)
class OverloadIT {
    private static final int RUNS = 1000;
    private static final int WORKERS = 8;

    @TempDir
    Path folder;

    @Test
    void aThousandRequestsAtOnceAllComeToTheirEndOnce() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
            KafkaSettings settings = broker.settings();
            TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
            try (RunClient client = RunClient.open(settings)) {
                for (int i = 0; i < RUNS; i++) {
                    client.submit(Toy.request("run-" + i, 1, "toy"));
                }
            }
            try (StageService service = new Services(settings, folder).scorer((task, request, context) -> {}, WORKERS);
                    LogReader completed = LogReader.open(
                            settings, Set.of(Topics.SCORER.completed().name()), Set.of())) {
                int[] ended = new int[1];
                while (ended[0] < RUNS) {
                    completed.poll(Duration.ofMillis(200), record -> ended[0]++);
                    assertThat(service.failure()).isEmpty();
                }
            }
            Records records = new Records(settings);
            assertThat(records.of(Topics.SCORER.completed()))
                    .extracting(BlocksScored::getRequest)
                    .extracting(RunRequested::getRunId)
                    .doesNotHaveDuplicates()
                    .hasSize(RUNS);
            assertThat(records.of(Topics.SCORER.result())).hasSize(RUNS);
            assertThat(records.of(Topics.RUN_FAILED)).isEmpty();
        }
    }
}
