package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.cli.local.Broker;
import io.foldline.cli.local.DataDirectory;
import io.foldline.kafka.log.LogReader;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process dies: broker, services, client. */
class KilledProcessFaultTest {
    @TempDir
    Path folder;

    @Test
    void theSameCommandFinishesTheRunAndRepeatsNoFinishedStage() throws IOException, InterruptedException {
        try (Child killed = prune("first.log")) {
            killed.await("scorer      done");
            killed.kill();
        }
        assertThat(out()).doesNotExist();

        try (Child again = prune("second.log")) {
            assertThat(again.exit()).as(again.log()).isZero();
            assertThat(again.log())
                    .contains("going on with run ", "demo-replaceme-ls-", "checkpoint and report: " + out());
        }
        assertThat(out().resolve("report.html")).exists();
        Map<String, Integer> records = records();
        assertThat(records)
                .containsEntry(Topics.RUN_REQUESTED.name(), 1)
                .containsEntry(Topics.SCORER.result().name(), 4)
                .containsEntry(Topics.SCORER.completed().name(), 1)
                .containsEntry(Topics.CALIBRATOR.task().name(), 4)
                .containsEntry(Topics.EVALUATOR.completed().name(), 1)
                .containsEntry(Topics.RUN_COMPLETED.name(), 1);
        assertThat(Cli.run("runs", "--data-dir", data()).out()).contains("demo", "completed", "3 of 12");
    }

    @Test
    void ctrlCSaysHowToGoOn() throws IOException, InterruptedException {
        try (Child stopped = prune("log")) {
            stopped.await("demo-replaceme-ls-");
            assertThat(stopped.interrupt()).isEqualTo(130);
            assertThat(stopped.log()).contains("the same command goes on with the run");
        }
        Cli watched = Cli.run("runs", "--data-dir", data());
        assertThat(watched.out()).contains("demo-replaceme-ls").doesNotContain("completed");
    }

    private Child prune(String log) throws IOException {
        return Child.pruneDemo(folder.resolve(log), out(), data());
    }

    private Map<String, Integer> records() throws IOException, InterruptedException {
        Map<String, Integer> records = new HashMap<>();
        Set<String> topics = Set.of(
                Topics.RUN_REQUESTED.name(),
                Topics.SCORER.result().name(),
                Topics.SCORER.completed().name(),
                Topics.CALIBRATOR.task().name(),
                Topics.EVALUATOR.completed().name(),
                Topics.RUN_COMPLETED.name());
        try (Broker broker = Broker.any(DataDirectory.at(data()));
                LogReader reader = LogReader.open(broker.settings(), topics, Set.of())) {
            reader.toEnd(record -> records.merge(record.topic(), 1, Integer::sum));
        }
        return records;
    }

    private Path out() {
        return folder.resolve("out");
    }

    private Path data() {
        return folder.resolve("data");
    }
}
