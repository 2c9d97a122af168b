package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.BlocksScored;
import io.foldline.event.ScoreResult;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.wire.Envelope;
import io.foldline.kafka.wire.WorkHeaders;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed in the middle of a run; others finish it, once. */
@Timeout(180)
class KillFaultTest {
    private static final Map<String, String> SHORT_LOCKS = Map.of("group.share.record.lock.duration.ms", "2000");

    @TempDir
    Path folder;

    @Test
    void aTaskWhoseWorkerWasKilledIsDoneByAnother() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, SHORT_LOCKS, List.of())) {
            TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED);
            Path victims = Files.createDirectory(folder.resolve("victim"));
            try (ToyProcess victim = ToyProcess.scorer(broker.bootstrapServers(), victims)) {
                submit(broker.settings(), "hang at the last");
                new Behaviour(victims).awaitHanging("run-1", 1);
                victim.kill();
            }
            finish(broker.settings(), victims);
            assertThat(deliveries(broker.settings())).containsExactly("1", "2");
        }
    }

    @Test
    void aRunWhoseWholeProcessWasKilledGoesOnWhereItWas() throws Exception {
        try (ToyProcess victim = ToyProcess.brokerAndScorer(folder)) {
            Behaviour behaviour = new Behaviour(folder);
            submit(KafkaSettings.of(ToyProcess.awaitAddress(folder)), "hang at the last");
            behaviour.awaitHanging("run-1", 1);
            victim.kill();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
            finish(broker.settings(), folder);
            // The task that was finished before the kill is not done again.
            assertThat(deliveries(broker.settings())).hasSize(2);
        }
    }

    @Test
    void aWorkerThatLostItsLockDoesNoHarm() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, SHORT_LOCKS, List.of())) {
            TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED);
            Path sleepers = Files.createDirectory(folder.resolve("sleeper"));
            Behaviour behaviour = new Behaviour(sleepers);
            try (ToyProcess sleeper = ToyProcess.scorer(broker.bootstrapServers(), sleepers)) {
                submit(broker.settings(), "hang at the last");
                behaviour.awaitHanging("run-1", 1);
                sleeper.signal("STOP");
                finish(broker.settings(), folder);
                behaviour.release();
                sleeper.signal("CONT");
                while (new Records(broker.settings()).of(Topics.SCORER.result()).size() < 3) {
                    Thread.sleep(100);
                }
            }
            assertFinishedOnce(broker.settings());
        }
    }

    @Test
    void aWorkerThatIsStoppedGivesItsTaskBack() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
            TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED);
            Behaviour behaviour = new Behaviour(folder);
            try (StageService stopped = new Services(broker.settings(), folder).scorer(behaviour, 1)) {
                submit(broker.settings(), "hang at the last");
                behaviour.awaitHanging("run-1", 1);
                assertThat(stopped.failure()).isEmpty();
            }
            finish(broker.settings(), folder);
            assertThat(deliveries(broker.settings())).containsExactly("1", "2");
        }
    }

    @Test
    void aServiceOutlivesARestartOfTheBroker() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"));
        KafkaSettings settings = broker.settings();
        TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
        try (StageService service = new Services(settings, folder).scorer(new Behaviour(folder), 1)) {
            service.awaitRunning(Services.PATIENCE);
            broker.close();
            broker = EmbeddedBroker.start(folder.resolve("kafka"), port(settings));
            submit(settings, "toy");
            awaitScored(settings, service);
            assertFinishedOnce(settings);
        } finally {
            broker.close();
        }
    }

    @Test
    void aBrokenInstallationStopsTheServiceAndTheTaskGoesToAnother() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
            TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED);
            try (StageService broken = new Services(broker.settings(), folder).scorer(new Behaviour(folder), 1)) {
                submit(broker.settings(), "broken installation");
                while (broken.failure().isEmpty()) {
                    Thread.sleep(50);
                }
                assertThat(broken.failure().get()).isInstanceOf(NoClassDefFoundError.class);
            }
            finish(broker.settings(), folder);
        }
    }

    private static int port(KafkaSettings settings) {
        return Integer.parseInt(settings.bootstrapServers().split(":")[1]);
    }

    /** Finishes the run with a new service, which finds the toy that hung ready to work. */
    private void finish(KafkaSettings settings, Path state) throws Exception {
        Toy.Work work = (task, request, context) -> {};
        try (StageService service = new Services(settings, state).scorer(work, 1)) {
            awaitScored(settings, service);
        }
        assertFinishedOnce(settings);
    }

    private static void awaitScored(KafkaSettings settings, StageService service) throws IOException {
        try (RunLog log = RunLog.open(settings)) {
            while (log.run("run-1").flatMap(run -> run.event(Topics.SCORER)).isEmpty()) {
                log.poll(Duration.ofMillis(200), RunListener.NONE);
                assertThat(service.failure()).isEmpty();
            }
        }
    }

    private static void assertFinishedOnce(KafkaSettings settings) throws IOException {
        List<BlocksScored> completed = new Records(settings).of(Topics.SCORER.completed());
        assertThat(completed).hasSize(1);
        assertThat(new Records(settings).of(Topics.SCORER.task())).hasSize(2);
        assertThat(new Records(settings).of(Topics.RUN_FAILED)).isEmpty();
    }

    private static void submit(KafkaSettings settings, String model) throws IOException {
        try (RunClient client = RunClient.open(settings)) {
            client.submit(Toy.request("run-1", 2, model));
        }
    }

    private static List<String> deliveries(KafkaSettings settings) throws IOException {
        List<ScoreResult> results = new Records(settings).of(Topics.SCORER.result());
        assertThat(results).extracting(result -> result.getTask().getIndex()).containsExactly(0, 1);
        return new Records(settings)
                .raw(Topics.SCORER.result().name()).stream()
                        .map(record -> Envelope.text(record.headers(), WorkHeaders.DELIVERIES))
                        .toList();
    }
}
