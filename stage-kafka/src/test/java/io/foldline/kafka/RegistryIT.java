package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.wire.TinyRegistry;
import io.foldline.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RegistryIT {
    @TempDir
    Path folder;

    @Test
    void stagesSpeakConfluentsFormatAndUnderstandClientsWithoutARegistry() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"));
                TinyRegistry registry = new TinyRegistry()) {
            KafkaSettings settings = registry.settings(broker.bootstrapServers());
            TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
            try (StageService service = new Services(settings, folder).scorer(new Behaviour(folder), 1);
                    RunClient client = RunClient.open(broker.settings());
                    RunLog log = RunLog.open(settings)) {
                client.submit(Toy.request("run-1", 2, "toy"));
                while (log.run("run-1").flatMap(run -> run.event(Topics.SCORER)).isEmpty()) {
                    log.poll(Duration.ofMillis(200), RunListener.NONE);
                    assertThat(service.failure()).isEmpty();
                }
            }
            Records records = new Records(settings);
            assertThat(records.raw(Topics.RUN_REQUESTED.name()))
                    .allSatisfy(record -> assertThat(record.value()).startsWith(0xC3, 0x01));
            for (String topic : new String[] {
                Topics.SCORER.task().name(),
                Topics.SCORER.result().name(),
                Topics.SCORER.completed().name()
            }) {
                assertThat(records.raw(topic))
                        .isNotEmpty()
                        .allSatisfy(record -> assertThat(record.value()).startsWith(0, 0, 0, 0));
            }
        }
    }
}
