package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.FailureKind;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.TaskId;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs share the workers of one stage, and are paused, resumed, retried and stopped by their deadline. */
@Timeout(180)
class RunControlIT {
    private static final int LARGE = 1000;

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaSettings settings;
    private static Behaviour behaviour;
    private static StageService service;
    private static RunClient client;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"));
        settings = broker.settings();
        TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
        behaviour = new Behaviour(folder);
        service = new Services(settings, folder).scorer(behaviour, 2);
        service.awaitRunning(Services.PATIENCE);
        client = RunClient.open(settings);
    }

    @AfterAll
    static void stop() {
        client.close();
        service.close();
        broker.close();
    }

    @Test
    void aSmallRunDoesNotWaitForALargeOneNorAnUrgentOneForAnybody() throws Exception {
        client.submit(Toy.request("large", LARGE, "nap"));
        try (RunLog log = RunLog.open(settings)) {
            follow(log, "large", run -> scorer(run).results() >= 50);
            client.submit(Toy.request("small", 4, "nap"));
            follow(log, "small", RunControlIT::scored);
            assertThat(scorer(log.run("large").orElseThrow()).results()).isLessThan(LARGE / 2);

            client.submit(Toy.request("patient", 60, "nap"));
            RunRequested urgent = Toy.request("urgent", 30, "nap");
            urgent.setPriority(1);
            client.submit(urgent);
            follow(log, "urgent", RunControlIT::scored);
            assertThat(log.run("patient").filter(RunControlIT::scored)).isEmpty();
            follow(log, "patient", RunControlIT::scored);
            assertThat(log.run("large").filter(RunControlIT::scored)).isEmpty();
        }
        client.cancel("large", "enough");
    }

    @Test
    void aPausedRunRestsUntilItIsResumedAlsoOverARestart() throws Exception {
        int tasks = 200;
        client.submit(Toy.request("paused", tasks, "nap"));
        try (RunLog log = RunLog.open(settings)) {
            follow(log, "paused", run -> scorer(run).results() >= 10);
            client.pause("paused", "lunch");
            follow(log, "paused", run -> run.status() == RunStatus.PAUSED);
            int drained = drained("paused");
            assertThat(drained).isLessThan(tasks);

            // Had more been handed out, it would have been before this.
            client.submit(Toy.request("meanwhile", 2, "nap"));
            follow(log, "meanwhile", RunControlIT::scored);
            assertThat(handedOut("paused")).hasSize(drained);

            service.close();
            service = new Services(settings, folder).scorer(behaviour, 2);
            client.resume("paused", "lunch is over");
            RunView run = follow(log, "paused", RunControlIT::scored);
            assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
            assertThat(handedOut("paused"))
                    .as("the restarted service knows what was handed out")
                    .hasSize(tasks);
        }
    }

    @Test
    void aRunThatIsLateFails() throws Exception {
        RunRequested request = Toy.request("late", 1, "hang");
        request.setDeadline(Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.MILLIS));
        client.submit(request);
        try (RunLog log = RunLog.open(settings)) {
            RunView run = follow(log, "late", view -> view.status().ended());
            assertThat(run.failed()).isNotNull().extracting(RunFailed::getKind).isEqualTo(FailureKind.DEADLINE);
        }
    }

    @Test
    void aRetryDoesWhatIsMissing() throws Exception {
        client.submit(Toy.request("mended", 4, "bad input at the last, until mended"));
        try (RunLog log = RunLog.open(settings)) {
            RunView failed = follow(log, "mended", view -> view.status().ended());
            assertThat(failed.status()).isEqualTo(RunStatus.FAILED);

            Files.createFile(folder.resolve("mended"));
            client.retry(failed, "mended");
            RunView run = follow(log, "mended", RunControlIT::scored);
            assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
        }
        assertThat(results("mended"))
                .extracting(TaskId::getIndex)
                .as("each task is done once")
                .containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(behaviour.begun("mended", 0)).isEqualTo(1);
        assertThat(behaviour.begun("mended", 3)).isEqualTo(2);
    }

    private static boolean scored(RunView run) {
        return scorer(run).completed() != null;
    }

    private static StageView scorer(RunView run) {
        return run.stage(Topics.SCORER.stage());
    }

    /** The number of tasks that were handed out, once all of them are back. */
    private static int drained(String runId) throws Exception {
        while (true) {
            int results = results(runId).size();
            if (handedOut(runId).size() == results) {
                return results;
            }
            Thread.sleep(50);
        }
    }

    private static List<TaskId> handedOut(String runId) throws IOException {
        return new Records(settings)
                .of(Topics.SCORER.task()).stream()
                        .map(task -> task.getTask())
                        .filter(task -> task.getRunId().equals(runId))
                        .toList();
    }

    private static List<TaskId> results(String runId) throws IOException {
        return new Records(settings)
                .of(Topics.SCORER.result()).stream()
                        .map(ScoreResult::getTask)
                        .filter(task -> task.getRunId().equals(runId))
                        .toList();
    }

    private static RunView follow(RunLog log, String runId, Predicate<RunView> until) throws IOException {
        while (true) {
            Optional<RunView> run = log.run(runId).filter(until);
            if (run.isPresent()) {
                return run.get();
            }
            log.poll(Duration.ofMillis(200), RunListener.NONE);
            assertThat(service.failure()).isEmpty();
        }
    }
}
