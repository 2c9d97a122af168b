package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A queue notices that its broker has gone; another one goes on when the broker is back. */
@Timeout(120)
class BrokerAbsenceIT {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String TASKS = Topics.SCORER.task().name();
    private static final String GROUP = StageBinding.of(Topics.SCORER).workers();

    @TempDir
    Path folder;

    @Test
    void aQueueIsAloneWhileItsBrokerIsAwayAndNotWhileThereIsNothingToDo() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"));
        KafkaSettings settings = broker.settings();
        try {
            TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
            try (TaskQueue queue = new TaskQueue(settings, GROUP, TASKS, "first")) {
                send(settings, "one");
                assertThat(take(queue)).isEqualTo("one");
                for (int i = 0; i < 30; i++) {
                    assertThat(queue.next(POLL, lost -> {})).isEmpty();
                    assertThat(queue.isAlone()).isFalse();
                }
                broker.close();
                while (!queue.isAlone()) {
                    assertThat(queue.next(POLL, lost -> {})).isEmpty();
                }
            }
            CompletableFuture<Void> back = CompletableFuture.runAsync(() -> BrokerAbsence.await(settings, () -> false));
            Thread.sleep(1000);
            assertThat(back).isNotDone();
            broker = EmbeddedBroker.start(folder.resolve("kafka"), port(settings));
            back.get(30, TimeUnit.SECONDS);
            try (TaskQueue queue = new TaskQueue(settings, GROUP, TASKS, "second")) {
                send(settings, "two");
                assertThat(take(queue)).isEqualTo("two");
            }
        } finally {
            broker.close();
        }
    }

    @Test
    void aWaitForTheBrokerEndsWithTheWorker() {
        BrokerAbsence.await(KafkaSettings.of("localhost:1"), () -> true);
    }

    private static int port(KafkaSettings settings) {
        return Integer.parseInt(settings.bootstrapServers().split(":")[1]);
    }

    private static void send(KafkaSettings settings, String task) throws IOException {
        try (RawSender sender = new RawSender(settings)) {
            sender.send(new ProducerRecord<>(TASKS, task.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String take(TaskQueue queue) {
        while (true) {
            Optional<Delivery> delivery = queue.next(POLL, lost -> {});
            if (delivery.isPresent()) {
                assertThat(queue.settle(delivery.get(), AcknowledgeType.ACCEPT)).isTrue();
                return new String(delivery.get().record().value(), StandardCharsets.UTF_8);
            }
        }
    }
}
