package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.wire.SchemaTopic;
import io.foldline.schemas.Baseline;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of several versions on the same topics. */
@Timeout(120)
class VersionsIT {
    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private KafkaSettings settings;
    private RawSender sender;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"));
        settings = broker.settings();
        TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
        sender = new RawSender(settings);
    }

    @AfterEach
    void stop() {
        sender.close();
        broker.close();
    }

    @Test
    void thePreviousThisAndTheNextVersionShareOneRun() throws Exception {
        Schema oldTask = Baseline.of(Topics.SCORER.task()).get(0);
        Schema oldResult = Baseline.of(Topics.SCORER.result()).get(0);
        Schema nextTask = OtherVersion.later(Topics.SCORER.task());
        Schema nextResult = OtherVersion.later(Topics.SCORER.result());
        Schema nextRequest = OtherVersion.later(Topics.RUN_REQUESTED);
        for (Schema published : List.of(nextTask, nextResult, nextRequest, oldTask, oldResult)) {
            sender.send(OtherVersion.publication(published));
        }
        CountDownLatch othersHaveWorked = new CountDownLatch(1);
        try (StageService today =
                new Services(settings, folder).scorer((task, request, context) -> await(othersHaveWorked), 1)) {
            submit(nextRequest, 8);
            new OtherWorker<>(settings, Topics.SCORER, oldTask, oldResult).work(3, sender);
            new OtherWorker<>(settings, Topics.SCORER, nextTask, nextResult).work(2, sender);
            othersHaveWorked.countDown();
            awaitScored(today);
        }

        Records records = new Records(settings);
        assertThat(records.raw(Topics.RUN_REQUESTED.name()))
                .extracting(record -> OtherVersion.fingerprint(record.value()))
                .containsExactly(fingerprint(nextRequest));
        assertThat(records.raw(Topics.SCORER.result().name()))
                .extracting(record -> OtherVersion.fingerprint(record.value()))
                .hasSize(8)
                .contains(
                        fingerprint(oldResult),
                        fingerprint(nextResult),
                        fingerprint(OtherVersion.today(Topics.SCORER.result())));
        assertThat(records.of(Topics.SCORER.completed())).hasSize(1);
        assertThat(records.raw(Topics.DEAD_LETTER)).isEmpty();
        assertThat(records.of(Topics.RUN_FAILED)).isEmpty();
    }

    @Test
    void theSchemasOfThisVersionAreThereOnceAndUnderTheirFingerprints() throws Exception {
        int records = new Records(settings).raw(Topics.SCHEMA).size();
        SchemaTopic.publish(settings);

        assertThat(new Records(settings).raw(Topics.SCHEMA)).hasSize(records).hasSameSizeAs(Topics.all());
        for (Topic<?> topic : Topics.all()) {
            Schema schema = OtherVersion.today(topic);
            assertThat(OtherVersion.published(settings)).containsEntry("%016x".formatted(fingerprint(schema)), schema);
        }
    }

    private void submit(Schema version, int tasks) throws IOException {
        GenericRecord request = OtherVersion.convert(Toy.request("run-1", tasks, "toy"), version);
        sender.send(new ProducerRecord<>(
                Topics.RUN_REQUESTED.name(), "run-1".getBytes(StandardCharsets.UTF_8), OtherVersion.encode(request)));
    }

    private void awaitScored(StageService service) throws IOException {
        try (RunLog log = RunLog.open(settings)) {
            while (log.run("run-1").flatMap(run -> run.event(Topics.SCORER)).isEmpty()) {
                log.poll(Duration.ofMillis(200), RunListener.NONE);
                assertThat(service.failure()).isEmpty();
            }
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
