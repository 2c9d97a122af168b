package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.RunCancelled;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreTask;
import io.foldline.event.TaskId;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How runs share the workers of a stage. */
class FairShareTest {
    @TempDir
    Path folder;

    private final AtomicInteger workers = new AtomicInteger();
    private StageDriver driver;

    @BeforeEach
    void open() {
        driver = StageDriver.of(StageBinding.of(Topics.SCORER), new Toy<>(Topics.SCORER), folder, workers::get);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void asManyTasksAreOutAsWorkersNeed() throws IOException {
        request("run-1", 100, 0);
        assertThat(handedOut()).hasSize(8);
        workers.set(10);
        driver.pass(Duration.ofSeconds(1));
        assertThat(handedOut()).as("workers have joined").hasSize(12);

        workers.set(0);
        driver.pass(Duration.ofSeconds(1));
        assertThat(handedOut()).as("workers have left").isEmpty();
    }

    @Test
    void shortTasksKeepTheQueueFull() throws IOException {
        request("run-1", 100, 0);
        List<TaskId> out = handedOut();
        results(out);
        assertThat(handedOut())
                .as("eight, and eight came back in the last second")
                .hasSize(16);

        driver.pass(Duration.ofSeconds(2));
        results(out.subList(0, 1));
        assertThat(handedOut()).as("nothing came back lately").isEmpty();
    }

    @Test
    void aSmallRunGetsItsShareBesideALargeOne() throws IOException {
        request("large", 1000, 0);
        List<TaskId> out = new ArrayList<>(handedOut());
        request("small", 5, 0);
        assertThat(handedOut()).as("there is no room").isEmpty();

        List<String> next = new ArrayList<>();
        while (next.size() < 8) {
            driver.pass(Duration.ofSeconds(2));
            results(List.of(out.remove(0)));
            List<TaskId> more = handedOut();
            more.forEach(task -> next.add(task.getRunId()));
            out.addAll(more);
        }
        assertThat(next.subList(0, 4)).as("until both have four").containsOnly("small");
        assertThat(next.subList(4, 8)).as("the one that came first").containsOnly("large");
    }

    @Test
    void higherPrioritiesGoFirst() throws IOException {
        request("patient", 20, 0);
        List<TaskId> out = handedOut();
        request("lazy", 20, -1);
        request("urgent", 3, 1);
        results(out.subList(0, 4));

        assertThat(handedOut())
                .extracting(TaskId::getRunId)
                .startsWith("urgent", "urgent", "urgent", "patient")
                .doesNotContain("lazy");
    }

    @Test
    void ofRunsThatWaitOnlyTheInputIsKept() throws IOException {
        for (int i = 0; i < 100; i++) {
            request("run-" + i, 50, 0);
        }
        assertThat(handedOut()).hasSize(8).extracting(TaskId::getRunId).containsOnly("run-0");
        assertThat(driver.remembered())
                .filteredOn(key -> key.contains("/task/"))
                .hasSize(50);
    }

    @Test
    void aRunThatIsLeftMakesRoom() throws IOException {
        request("first", 20, 0);
        handedOut();
        request("second", 20, 0);
        assertThat(handedOut()).isEmpty();
        driver.send(Topics.RUN_CANCELLED, new RunCancelled("first", "typing error", StageDriver.START, ""));

        assertThat(handedOut())
                .extracting(TaskId::getRunId)
                .containsOnly("second")
                .hasSize(8);
    }

    private void request(String runId, int tasks, int priority) throws IOException {
        RunRequested request = Toy.request(runId, tasks, "toy");
        request.setPriority(priority);
        driver.send(Topics.RUN_REQUESTED, request);
    }

    private void results(List<TaskId> tasks) throws IOException {
        for (TaskId task : tasks) {
            driver.send(Topics.SCORER.result(), StageDriver.result(task.getRunId(), task.getIndex(), task.getCount()));
        }
    }

    private List<TaskId> handedOut() throws IOException {
        return driver.read(Topics.SCORER.task()).stream()
                .map(ScoreTask::getTask)
                .toList();
    }
}
