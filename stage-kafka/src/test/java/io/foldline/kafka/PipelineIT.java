package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.RunRequested;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import io.foldline.schemas.Topics;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineIT {
    private static final int TASKS = 3;

    @TempDir
    Path folder;

    @Test
    void aRunPassesAllStagesAndIsStillToldAfterARestart() throws Exception {
        RunView ended;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
            TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED);
            try (Resources services = new Resources()) {
                new Services(broker.settings(), folder).all().forEach(services::add);
                ended = run(broker.settings(), "run-1");
            }
        }
        assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(ended.stages()).extracting(StageView::tasks).containsOnly(TASKS);
        assertThat(ended.stages()).extracting(StageView::results).containsOnly(TASKS);
        assertThat(ended.stages())
                .allSatisfy(stage -> assertThat(stage.seconds()).isPositive());
        assertThat(ended.stages())
                .allSatisfy(stage -> assertThat(stage.workSeconds()).isPositive());
        assertThat(ended.event(Topics.MERGER)).isPresent();

        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"));
                Resources services = new Resources()) {
            TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED);
            try (RunLog log = RunLog.open(broker.settings())) {
                assertThat(log.whole("run-1")).contains(ended);
            }
            new Services(broker.settings(), folder).all().forEach(services::add);
            assertThat(run(broker.settings(), "run-2").status()).isEqualTo(RunStatus.COMPLETED);
            Records records = new Records(broker.settings());
            assertThat(records.of(Topics.RUN_COMPLETED)).hasSize(2);
            assertThat(records.of(Topics.MODEL_PUBLISHED)).hasSize(2);
        }
    }

    @Test
    void aRunOfSeveralRoundsPassesTheFrontStagesInEach() throws Exception {
        int rounds = 3;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"));
                Resources services = new Resources()) {
            TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED);
            new Services(broker.settings(), folder).all().forEach(services::add);
            RunView ended = run(broker.settings(), Toy.rounds("run-1", TASKS, rounds));

            assertThat(ended.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(ended.stages())
                    .extracting(StageView::results)
                    .containsExactly(rounds * TASKS, rounds * TASKS, rounds * TASKS, TASKS, TASKS);
            assertThat(ended.stages())
                    .allSatisfy(stage -> assertThat(stage.seconds()).isPositive());
            assertThat(Objects.requireNonNull(ended.round()).getNumber()).isEqualTo(rounds - 1);
            Records records = new Records(broker.settings());
            assertThat(records.of(Topics.RUN_CONTINUED)).hasSize(rounds - 1);
            assertThat(records.of(Topics.SCORER.completed())).hasSize(rounds);
            assertThat(records.of(Topics.SOLVER.completed())).hasSize(1);
            assertThat(records.of(Topics.RUN_COMPLETED)).hasSize(1);
        }
    }

    private static RunView run(KafkaSettings settings, String runId) throws Exception {
        return run(settings, Toy.request(runId, TASKS, "toy"));
    }

    private static RunView run(KafkaSettings settings, RunRequested request) throws Exception {
        try (RunClient client = RunClient.open(settings);
                RunLog log = RunLog.open(settings)) {
            client.submit(request);
            return log.follow(request.getRunId(), RunListener.NONE);
        }
    }
}
