package io.foldline.kafka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.ModelPublished;
import io.foldline.event.Progress;
import io.foldline.event.RunAction;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.ScoreTask;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskId;
import io.foldline.kafka.KafkaSettings;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final TaskId TASK = new TaskId("run-1", "scorer", 3, 5, 0, 0);

    private final EventWriter writer = new EventWriter(new EventCodec(KafkaSettings.of("nowhere:1")), "scorer");

    @Test
    void everyEventHasAnIdOfItsOwn() {
        ScoreTask task = Example.of(ScoreTask.class);
        task.setTask(TASK);
        RunFailed failed = Example.of(RunFailed.class);
        failed.setRunId("run-1");
        failed.setAttempt(0);
        TaskFailed taskFailed = Example.of(TaskFailed.class);
        taskFailed.setTask(TASK);
        Progress progress = Example.of(Progress.class);
        progress.setTask(TASK);
        progress.setAt(Instant.ofEpochMilli(7));

        assertThat(Identity.of(Topics.SCORER.task(), task).id()).isEqualTo("run-1/scorer/task/3");
        assertThat(Identity.of(Topics.RUN_FAILED, failed).id()).isEqualTo("run-1/run/failed");
        assertThat(Identity.of(Topics.TASK_FAILED, taskFailed).id()).isEqualTo("run-1/task/failed/scorer/3");
        assertThat(Identity.of(Topics.PROGRESS, progress).id()).isEqualTo("run-1/progress/scorer/3/7");
    }

    @Test
    void eventsOfDifferentAttemptsAreDifferent() {
        ScoreTask task = Example.of(ScoreTask.class);
        task.setTask(new TaskId("run-1", "scorer", 3, 5, 2, 0));
        RunFailed failed = Example.of(RunFailed.class);
        failed.setRunId("run-1");
        failed.setAttempt(1);
        RunControlled paused = new RunControlled("run-1", RunAction.PAUSE, 0, "why", Instant.ofEpochMilli(7));

        assertThat(Identity.of(Topics.SCORER.task(), task).id()).isEqualTo("run-1/scorer/task/3/attempt/2");
        assertThat(Identity.of(Topics.RUN_FAILED, failed).id()).isEqualTo("run-1/run/failed/attempt/1");
        assertThat(Identity.of(Topics.RUN_CONTROLLED, paused).id()).isEqualTo("run-1/run/controlled/pause/7");
    }

    @Test
    void recordsAreCloudEventsKeyedByRun() throws IOException {
        ScoreTask task = Example.of(ScoreTask.class);
        task.setTask(TASK);
        ProducerRecord<byte[], byte[]> record = writer.record(Topics.SCORER.task(), task, new RecordHeaders());
        Headers headers = record.headers();

        assertThat(record.key()).isEqualTo("run-1".getBytes(StandardCharsets.UTF_8));
        assertThat(Envelope.text(headers, "ce_specversion")).isEqualTo("1.0");
        assertThat(Envelope.text(headers, "ce_id")).isEqualTo("run-1/scorer/task/3");
        assertThat(Envelope.text(headers, "ce_type")).isEqualTo("io.foldline.scorer.task.v1");
        assertThat(Envelope.text(headers, "ce_source")).isEqualTo("/foldline/scorer");
        assertThat(Envelope.text(headers, "ce_subject")).isEqualTo("run-1");
        assertThat(Instant.parse(Envelope.text(headers, "ce_time"))).isBeforeOrEqualTo(Instant.now());
        assertThat(Envelope.text(headers, "content-type")).isEqualTo("application/avro");
        assertThat(Envelope.text(headers, "traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void publishedModelsAreKeyedByName() throws IOException {
        ModelPublished published = Example.of(ModelPublished.class);
        published.setName("small");

        assertThat(writer.record(Topics.MODEL_PUBLISHED, published, new RecordHeaders())
                        .key())
                .isEqualTo("small".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theTraceFollowsTheRunUnlessOneIsGiven() throws IOException {
        String own = trace(new RecordHeaders());
        assertThat(trace(new RecordHeaders())).isEqualTo(own);

        Headers given = new RecordHeaders();
        Envelope.add(given, "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
        assertThat(trace(given)).isEqualTo("0af7651916cd43dd8448eb211c80319c");

        Headers malformed = new RecordHeaders();
        Envelope.add(malformed, "traceparent", "00-xyz");
        assertThat(trace(malformed)).isEqualTo(own);
    }

    private String trace(Headers cause) throws IOException {
        RunFailed failed = Example.of(RunFailed.class);
        Headers headers = writer.record(Topics.RUN_FAILED, failed, cause).headers();
        return Envelope.text(headers, "traceparent").split("-")[1];
    }
}
