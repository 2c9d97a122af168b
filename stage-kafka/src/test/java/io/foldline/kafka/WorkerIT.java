package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.FailureKind;
import io.foldline.event.ReleaseReason;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskId;
import io.foldline.event.TaskReleased;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.wire.Envelope;
import io.foldline.kafka.wire.WorkHeaders;
import io.foldline.schemas.Topics;
import io.foldline.stage.CancelledException;
import io.foldline.stage.WorkContext;
import io.foldline.storage.transfer.TransferLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers that fail, stop, die, save, and find what was done before. */
@Timeout(180)
class WorkerIT {
    private static final Toy.Work DONE = (task, request, context) -> {};

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaSettings settings;
    private static Runs runs;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> quick = Map.of(
                "group.share.record.lock.duration.ms", "1500",
                "group.share.session.timeout.ms", "2500",
                "group.share.heartbeat.interval.ms", "500",
                "group.share.min.heartbeat.interval.ms", "500");
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, quick, List.of());
        settings = broker.settings();
        TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
        runs = new Runs(settings);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void passingFaultsAreToldAndCounted() throws Exception {
        Toy.Work work = (task, request, context) -> {
            throw new IOException("no luck");
        };
        try (StageService service = new Services(settings, folder, o -> o.withMaxFailures(4)).scorer(work, 1)) {
            runs.submit("faulty", 1, "toy");
            assertThat(runs.awaitEnd("faulty").failed())
                    .extracting(RunFailed::getKind)
                    .isEqualTo(FailureKind.RETRIES_EXHAUSTED);
            assertThat(service.failure()).isEmpty();
        }
        assertThat(released("faulty")).hasSize(3).allSatisfy(event -> {
            assertThat(event.getReason()).isEqualTo(ReleaseReason.FAULT);
            assertThat(event.getMessage()).isEqualTo("IOException: no luck");
        });
        assertThat(released("faulty")).extracting(TaskReleased::getDeliveries).containsExactly(1, 2, 3);
    }

    @Test
    void aTaskWhoseWorkersAreStoppedIsSentAnewAndNeverGivenUp() throws Exception {
        runs.submit("stopped", 1, "hang");
        for (int i = 0; i < 4; i++) {
            Path marks = Files.createDirectory(folder.resolve("stopped-" + i));
            try (StageService service =
                    new Services(settings, folder, o -> o.withMaxFailures(1)).scorer(new Behaviour(marks), 1)) {
                new Behaviour(marks).awaitHanging("stopped", 0);
                assertThat(service.failure()).isEmpty();
            }
        }
        try (StageService service = new Services(settings, folder).scorer(DONE, 1)) {
            runs.awaitScored("stopped");
            assertThat(service.failure()).isEmpty();
        }
        assertThat(released("stopped")).extracting(TaskReleased::getReason).containsOnly(ReleaseReason.STOPPED);
        assertThat(raw(Topics.SCORER.task().name(), "stopped"))
                .extracting(record -> Envelope.text(record.headers(), WorkHeaders.EARLIER))
                .startsWith("", "2")
                .hasSizeBetween(2, 3);
        assertThat(raw(Topics.SCORER.result().name(), "stopped")).hasSize(1);
    }

    @Test
    void aTaskOverWhichThreeWorkersDiedIsPoison() throws Exception {
        runs.submit("deadly", 1, "hang");
        for (int i = 0; i < Deliveries.MAX_DEATHS; i++) {
            Path marks = Files.createDirectory(folder.resolve("deadly-" + i));
            try (ToyProcess victim = ToyProcess.scorer(broker.bootstrapServers(), marks)) {
                new Behaviour(marks).awaitHanging("deadly", 0);
                victim.kill();
            }
        }
        try (StageService service = new Services(settings, folder).scorer(DONE, 1)) {
            RunFailed failed = Objects.requireNonNull(runs.awaitEnd("deadly").failed());
            assertThat(failed.getKind()).isEqualTo(FailureKind.POISON);
            assertThat(failed.getMessage()).contains("its worker died 3 times");
            assertThat(service.failure()).isEmpty();
        }
        assertThat(released("deadly")).isEmpty();
    }

    @Test
    void aServiceThatStopsFinishesWhatItIsAtAndTakesNothingNew() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger tasks = new AtomicInteger();
        Toy.Work work = (task, request, context) -> {
            tasks.incrementAndGet();
            begun.countDown();
            await(go);
            context.checkCancelled();
        };
        StageService service = new Services(settings, folder, o -> o.withGrace(Duration.ofMinutes(2))).scorer(work, 1);
        runs.submit("drained", 2, "toy");
        begun.await();
        Thread closing = new Thread(service::close);
        closing.start();
        go.countDown();
        closing.join();

        assertThat(raw(Topics.SCORER.result().name(), "drained")).hasSize(1);
        assertThat(released("drained")).isEmpty();
        assertThat(tasks).hasValue(1);
        try (StageService next = new Services(settings, folder).scorer(DONE, 1)) {
            runs.awaitScored("drained");
            assertThat(next.failure()).isEmpty();
        }
    }

    @Test
    void afterItsGraceWorkIsSavedAndTheNextWorkerGoesOn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Toy.Work first = (task, request, context) -> {
            for (int batch = 1; ; batch++) {
                context.checkCancelled();
                String state = "batch " + batch;
                context.save(file -> Files.writeString(file, state));
                begun.countDown();
                nap();
            }
        };
        try (StageService service = new Services(settings, folder).scorer(first, 1)) {
            runs.submit("saved", 1, "toy");
            begun.await();
            assertThat(service.failure()).isEmpty();
        }
        List<String> found = new CopyOnWriteArrayList<>();
        Toy.Work second = (task, request, context) -> {
            assertThat(context.<String>saved(file -> {
                        throw new IOException("cannot be read");
                    }))
                    .isEmpty();
            context.saved(Files::readString).ifPresent(found::add);
        };
        try (StageService service = new Services(settings, folder).scorer(second, 1)) {
            runs.awaitScored("saved");
            assertThat(service.failure()).isEmpty();
        }
        assertThat(found).hasSize(1).allSatisfy(state -> assertThat(state).matches("batch \\d+"));
        assertThat(released("saved")).extracting(TaskReleased::getReason).containsExactly(ReleaseReason.STOPPED);
        assertThat(files("artifacts/saved")).isEmpty();
    }

    @Test
    void resultsOfEarlierRunsAreUsedAgainUnlessDamaged() throws Exception {
        AtomicInteger worked = new AtomicInteger();
        Toy.Work work = new Toy.Work() {
            @Override
            public void on(TaskId task, RunRequested request, WorkContext context) {
                worked.incrementAndGet();
            }

            @Override
            public Optional<String> fingerprint(TaskId task, RunRequested request) {
                return Optional.of("numbers " + task.getIndex());
            }
        };
        try (StageService service = new Services(settings, folder).scorer(work, 1)) {
            runs.submit("first", 2, "toy");
            assertThat(runs.awaitScored("first").stage("scorer").reused()).isZero();
            assertThat(worked).hasValue(2);

            runs.submit("second", 2, "toy");
            assertThat(runs.awaitScored("second").stage("scorer").reused()).isEqualTo(2);
            assertThat(worked).hasValue(2);

            for (Path file : files("artifacts/results/scorer")) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
            runs.submit("third", 2, "toy");
            RunView third = runs.awaitScored("third");
            assertThat(third.stage("scorer").reused()).isZero();
            assertThat(worked).hasValue(4);
            assertThat(service.failure()).isEmpty();
        }
    }

    @Test
    void whatACancelledRunPublishedIsDiscardedOnceAndAfterTheWork() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> story = new CopyOnWriteArrayList<>();
        Toy.Work work = new Toy.Work() {
            @Override
            public void on(TaskId task, RunRequested request, WorkContext context) throws IOException {
                begun.countDown();
                await(go);
                story.add("published");
            }

            @Override
            public void discard(RunCancelled event) {
                story.add("discarded " + event.getRunId());
            }
        };
        try (StageService service = new Services(settings, folder).scorer(work, 1);
                RunClient client = RunClient.open(settings)) {
            runs.submit("unwanted", 1, "toy");
            begun.await();
            client.cancel("unwanted", "typing error");
            runs.awaitEnd("unwanted");
            client.cancel("never-begun", "typing error");
            awaitLine(story, "discarded never-begun");
            go.countDown();
            awaitLine(story, "discarded unwanted");
            assertThat(service.failure()).isEmpty();
        }
        assertThat(story)
                .filteredOn(line -> !line.endsWith("never-begun"))
                .containsExactly("published", "discarded unwanted");
        assertThat(raw(Topics.SCORER.result().name(), "unwanted")).isEmpty();
    }

    @Test
    void aDownloadThatTheFingerprintNeedsEndsWithTheRun() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<String> story = new CopyOnWriteArrayList<>();
        Toy.Work work = new Toy.Work() {
            @Override
            public void on(TaskId task, RunRequested request, WorkContext context) {
                story.add("worked");
            }

            @Override
            public Optional<String> fingerprint(TaskId task, RunRequested request) throws IOException {
                TransferLog download = new TransferLog("an endless file");
                try {
                    for (long done = 0; ; done++) {
                        download.transferred(done, Long.MAX_VALUE);
                        begun.countDown();
                        nap();
                    }
                } catch (CancelledException e) {
                    story.add("ended");
                    throw e;
                }
            }
        };
        try (StageService service = new Services(settings, folder).scorer(work, 1);
                RunClient client = RunClient.open(settings)) {
            runs.submit("endless", 1, "toy");
            begun.await();
            client.cancel("endless", "takes too long");
            awaitLine(story, "ended");
            assertThat(service.failure()).isEmpty();
        }
        assertThat(story).containsExactly("ended");
    }

    @Test
    void aMissingArtifactIsNamedAfterTheLastTry() throws Exception {
        Toy.Work work = (task, request, context) -> {
            var reference = context.artifacts().put("lost.safetensors", file -> Files.writeString(file, "lost"));
            context.artifacts().delete("lost.safetensors");
            context.artifacts().get(reference);
        };
        try (StageService service = new Services(settings, folder, o -> o.withMaxFailures(2)).scorer(work, 1)) {
            runs.submit("lost", 1, "toy");
            RunFailed failed = Objects.requireNonNull(runs.awaitEnd("lost").failed());
            assertThat(failed.getMessage()).contains("lost.safetensors", "missing");
            assertThat(service.failure()).isEmpty();
        }
    }

    private static void awaitLine(List<String> story, String line) throws InterruptedException {
        while (!story.contains(line)) {
            Thread.sleep(20);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void nap() throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static List<TaskReleased> released(String runId) throws IOException {
        return new Records(settings)
                .of(Topics.TASK_RELEASED).stream()
                        .filter(event -> event.getTask().getRunId().equals(runId))
                        .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> raw(String topic, String runId) throws IOException {
        return new Records(settings)
                .raw(topic).stream()
                        .filter(record ->
                                Envelope.text(record.headers(), "ce_subject").equals(runId))
                        .toList();
    }

    private static List<Path> files(String below) throws IOException {
        Path root = folder.resolve(below);
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
