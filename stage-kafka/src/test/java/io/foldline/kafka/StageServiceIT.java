package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.event.FailureKind;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskFailed;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.wire.Envelope;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.EventWriter;
import io.foldline.kafka.wire.WorkHeaders;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One stage with one worker on a real broker with three partitions. */
@Timeout(120)
class StageServiceIT {
    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaSettings settings;
    private static Behaviour behaviour;
    private static StageService service;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"));
        settings = broker.settings();
        TopicAdmin.ensure(settings, new TopicLayout(3, (short) 1));
        behaviour = new Behaviour(folder);
        service = new Services(settings, folder).scorer(behaviour, 1);
        service.awaitRunning(Services.PATIENCE);
    }

    @AfterAll
    static void stop() {
        service.close();
        broker.close();
    }

    @Test
    void resultsSayHowTheyCameAbout() throws Exception {
        submit("plain", 2, "toy");
        follow("plain", StageServiceIT::scored);

        List<ConsumerRecord<byte[], byte[]>> results =
                raw(Topics.SCORER.result().name(), "plain");
        assertThat(results).hasSize(2).allSatisfy(result -> {
            assertThat(Envelope.text(result.headers(), WorkHeaders.DELIVERIES)).isEqualTo("1");
            assertThat(Envelope.text(result.headers(), WorkHeaders.WORKER)).startsWith("scorer-");
            assertThat(Envelope.text(result.headers(), WorkHeaders.SECONDS)).matches("0\\.\\d{6}");
            assertThat(Envelope.text(result.headers(), "ce_id")).startsWith("plain/scorer/result/");
            assertThat(Envelope.text(result.headers(), "ce_type")).isEqualTo("io.foldline.scorer.result.v1");
        });
        String trace = Envelope.text(results.get(0).headers(), "traceparent").substring(0, 36);
        assertThat(raw(Topics.SCORER.completed().name(), "plain"))
                .extracting(
                        event -> Envelope.text(event.headers(), "traceparent").substring(0, 36))
                .containsExactly(trace);
    }

    @Test
    void passingFaultsAreTriedAgain() throws Exception {
        submit("flaky", 1, "passing fault, twice");
        follow("flaky", StageServiceIT::scored);

        assertThat(behaviour.begun("flaky", 0)).isEqualTo(3);
        assertThat(raw(Topics.SCORER.result().name(), "flaky"))
                .extracting(result -> Envelope.text(result.headers(), WorkHeaders.DELIVERIES))
                .containsExactly("3");
    }

    @Test
    void tasksThatAlwaysFailAreGivenUpAfterFiveDeliveries() throws Exception {
        submit("hopeless", 1, "passing fault");
        RunView run = follow("hopeless", view -> view.status().ended());

        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(behaviour.begun("hopeless", 0)).isEqualTo(5);
        assertThat(failures("hopeless")).extracting(RunFailed::getKind).containsExactly(FailureKind.RETRIES_EXHAUSTED);
        assertThat(failures("hopeless").get(0).getMessage()).contains("IOException: always");
        assertThat(new Records(settings).of(Topics.TASK_FAILED))
                .filteredOn(failed -> failed.getTask().getRunId().equals("hopeless"))
                .extracting(TaskFailed::getDeliveries)
                .containsExactly(5);
    }

    @Test
    void badInputFailsTheRunAtOnce() throws Exception {
        submit("bad", 1, "bad input");
        follow("bad", view -> view.status().ended());

        assertThat(behaviour.begun("bad", 0)).isEqualTo(1);
        assertThat(failures("bad")).extracting(RunFailed::getKind).containsExactly(FailureKind.INPUT);
        assertThat(failures("bad").get(0).getMessage()).isEqualTo("task 1 of 1: the toy does not like its input");
    }

    @Test
    void fullDisksFailTheRunAtOnce() throws Exception {
        submit("full", 1, "full disk");
        follow("full", view -> view.status().ended());

        assertThat(failures("full")).extracting(RunFailed::getKind).containsExactly(FailureKind.RESOURCE);
    }

    @Test
    void cancelledWorkIsLeft() throws Exception {
        submit("cancelled", 2, "hang");
        behaviour.awaitHanging("cancelled", 0);
        try (RunClient client = RunClient.open(settings)) {
            client.cancel("cancelled", "typing error");
        }
        RunView run = follow("cancelled", view -> view.status().ended());
        assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);

        // The only worker is free again.
        submit("after-cancelled", 1, "toy");
        follow("after-cancelled", StageServiceIT::scored);
        assertThat(behaviour.begun("cancelled", 1)).isZero();
        assertThat(failures("cancelled")).isEmpty();
    }

    @Test
    void unreadableTasksAreSetAsideAndTheirRunFails() throws Exception {
        submit("poisoned", 1, "hang");
        behaviour.awaitHanging("poisoned", 0);
        byte[] garbage = "not Avro".getBytes(StandardCharsets.UTF_8);
        // The worker is busy with the run; the garbage comes next.
        send(new ProducerRecord<>(Topics.SCORER.task().name(), "poisoned".getBytes(StandardCharsets.UTF_8), garbage));
        send(new ProducerRecord<>(Topics.SCORER.task().name(), garbage));
        try (RunClient client = RunClient.open(settings)) {
            client.cancel("poisoned", "enough");
        }
        submit("after-poison", 1, "toy");
        follow("after-poison", StageServiceIT::scored);

        while (new Records(settings).raw(Topics.DEAD_LETTER).size() < 2) {
            Thread.sleep(100);
        }
        assertThat(new Records(settings).raw(Topics.DEAD_LETTER)).hasSize(2).allSatisfy(letter -> {
            assertThat(letter.value()).isEqualTo(garbage);
            assertThat(Envelope.text(letter.headers(), "__connect.errors.topic"))
                    .isEqualTo(Topics.SCORER.task().name());
        });
        assertThat(new Records(settings).of(Topics.TASK_FAILED))
                .filteredOn(failed -> failed.getTask().getRunId().equals("poisoned"))
                .extracting(TaskFailed::getKind)
                .containsExactly(FailureKind.POISON);
    }

    @Test
    void requestsInAnotherPartitionThanTheirKeySaysAreMoved() throws Exception {
        EventWriter writer = new EventWriter(new EventCodec(settings), "foreign");
        ProducerRecord<byte[], byte[]> record =
                writer.record(Topics.RUN_REQUESTED, Toy.request("foreign", 2, "toy"), new RecordHeaders());
        Partitioning java = new Partitioning(topic -> 3);
        int wrong = java.agrees(Topics.RUN_REQUESTED, "foreign", 0) ? 1 : 0;
        for (int i = 0; i < 2; i++) {
            send(new ProducerRecord<>(record.topic(), wrong, null, (byte[]) null, record.value(), record.headers()));
        }
        follow("foreign", StageServiceIT::scored);

        assertThat(raw(Topics.SCORER.completed().name(), "foreign")).hasSize(1);
        assertThat(raw(Topics.SCORER.task().name(), "foreign")).hasSize(2);
    }

    @Test
    void aSecondServiceOnTheSameStateFolderIsRefused() {
        assertThatThrownBy(() -> new Services(settings, folder).scorer(behaviour, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(
                        "in use by process",
                        Long.toString(ProcessHandle.current().pid()));
    }

    private static boolean scored(RunView run) {
        return run.event(Topics.SCORER).isPresent();
    }

    private static void submit(String runId, int tasks, String model) throws IOException {
        RunRequested request = Toy.request(runId, tasks, model);
        try (RunClient client = RunClient.open(settings)) {
            client.submit(request);
        }
    }

    private static RunView follow(String runId, Predicate<RunView> until) throws IOException {
        try (RunLog log = RunLog.open(settings)) {
            while (true) {
                log.poll(Duration.ofMillis(200), RunListener.NONE);
                Optional<RunView> run = log.run(runId).filter(until);
                if (run.isPresent()) {
                    return run.get();
                }
            }
        }
    }

    private static List<RunFailed> failures(String runId) throws IOException {
        return new Records(settings)
                .of(Topics.RUN_FAILED).stream()
                        .filter(failed -> failed.getRunId().equals(runId))
                        .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> raw(String topic, String runId) throws IOException {
        return new Records(settings)
                .raw(topic).stream()
                        .filter(record ->
                                Envelope.text(record.headers(), "ce_subject").equals(runId))
                        .toList();
    }

    private static void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        Map<String, Object> config = settings.client();
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }
}
