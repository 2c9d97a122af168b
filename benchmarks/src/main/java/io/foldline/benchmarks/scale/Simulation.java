package io.foldline.benchmarks.scale;

import io.foldline.event.RunRequested;
import io.foldline.event.TextSource;
import io.foldline.kafka.EmbeddedBroker;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.StageBinding;
import io.foldline.kafka.StageOptions;
import io.foldline.kafka.StageService;
import io.foldline.kafka.TopicAdmin;
import io.foldline.kafka.TopicLayout;
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import io.foldline.stage.FileArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A broker in this process, and services of simulated stages on it. */
final class Simulation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final EmbeddedBroker broker;
    private final List<StageService> services = new ArrayList<>();

    private Simulation(Path folder, EmbeddedBroker broker) {
        this.folder = folder;
        this.broker = broker;
    }

    /** Starts a broker on the folder, which is laid out like a data directory of {@code foldline}. */
    static Simulation start(Path folder) throws IOException, InterruptedException {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
        TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED);
        return new Simulation(folder, broker);
    }

    KafkaSettings settings() {
        return broker.settings();
    }

    /** Starts the scorer. */
    void scorer(int workers, Duration work) throws IOException, InterruptedException {
        start(StageBinding.of(Topics.SCORER), workers, work);
        await();
    }

    /** Starts all five stages. */
    void pipeline(int workers, Duration work) throws IOException, InterruptedException {
        start(StageBinding.of(Topics.SCORER), workers, work);
        start(StageBinding.of(Topics.CALIBRATOR), workers, work);
        start(StageBinding.of(Topics.SOLVER), workers, work);
        start(StageBinding.of(Topics.MERGER), workers, work);
        start(StageBinding.last(Topics.EVALUATOR), workers, work);
        await();
    }

    /** A request like those of {@code foldline prune}, which splits into {@code tasks} tasks a stage. */
    static RunRequested request(String runId, int tasks) {
        RunRequested request = Example.of(RunRequested.class);
        request.setRound(null);
        request.setRunId(runId);
        request.setModel("file:///data/models/meta-llama/Llama-3.1-8B-Instruct");
        request.setOutput("file:///data/pruned/" + runId);
        request.getCalibration()
                .setSources(List.of(new TextSource("file:///data/texts/slimorca-calibration.jsonl", "text", 1.0)));
        request.getEvaluation().setTasks(List.of("wikitext", "arc_easy", "hellaswag", "winogrande"));
        request.setTasksPerStage(tasks);
        request.setDeadline(null);
        return request;
    }

    /** Stops the services; the broker goes on. */
    void stopServices() {
        StageService.closeAll(services);
        services.clear();
    }

    @Override
    public void close() {
        stopServices();
        broker.close();
    }

    private <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            void start(StageBinding<I, T, R, O> binding, int workers, Duration work) throws IOException {
        StageTopics<I, T, R, O> topics = binding.topics();
        services.add(StageService.start(
                binding,
                new SimulatedStage<>(topics, work),
                broker.settings(),
                new FileArtifactStore(folder.resolve("artifacts").toUri()),
                new StageOptions(workers, folder.resolve("state").resolve(topics.stage()))));
    }

    private void await() throws InterruptedException {
        for (StageService service : services) {
            service.awaitRunning(PATIENCE);
        }
    }
}
