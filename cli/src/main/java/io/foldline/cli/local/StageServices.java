package io.foldline.cli.local;

import io.foldline.calibrator.CalibratorStage;
import io.foldline.checkpoint.InputException;
import io.foldline.evaluator.EvaluatorStage;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.StageBinding;
import io.foldline.kafka.StageOptions;
import io.foldline.kafka.StageService;
import io.foldline.merger.MergerStage;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import io.foldline.scorer.ScorerStage;
import io.foldline.solver.SolverStage;
import io.foldline.stage.ArtifactStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Stage services in this process. They share models and tokenized texts, so that each is loaded once. */
public final class StageServices implements AutoCloseable {
    /** Names of all stages, in the order in which a run passes them. */
    public static final List<String> NAMES =
            Topics.STAGES.stream().map(StageTopics::stage).toList();

    private static final Duration START = Duration.ofMinutes(2);

    private final ModelCache models = new ModelCache();
    private final TokenizedSamples samples = new TokenizedSamples();
    private final List<StageService> services = new ArrayList<>();
    private final KafkaSettings settings;
    private final ArtifactStore artifacts;
    private final int workers;

    private StageServices(KafkaSettings settings, ArtifactStore artifacts, int workers) {
        this.settings = settings;
        this.artifacts = artifacts;
        this.workers = workers;
    }

    /**
     * Begins to start services and returns at once.
     *
     * @param stages names of the stages
     * @param workers tasks that a stage works on at the same time, at least 1
     * @param state a folder of these services alone
     * @throws InputException if there is no stage of a name
     */
    public static StageServices start(
            List<String> stages, KafkaSettings settings, ArtifactStore artifacts, int workers, Path state) {
        if (workers < 1) {
            throw new InputException("--workers %d: expected at least 1".formatted(workers));
        }
        StageServices started = new StageServices(settings, artifacts, workers);
        stages.forEach(stage -> started.services.add(started.start(stage, state.resolve(stage))));
        return started;
    }

    private StageService start(String stage, Path state) {
        StageOptions options = new StageOptions(workers, state);
        return switch (stage) {
            case "scorer" ->
                StageService.start(
                        StageBinding.of(Topics.SCORER), new ScorerStage(models, samples), settings, artifacts, options);
            case "calibrator" ->
                StageService.start(
                        StageBinding.of(Topics.CALIBRATOR),
                        new CalibratorStage(models, samples),
                        settings,
                        artifacts,
                        options);
            case "solver" ->
                StageService.start(StageBinding.of(Topics.SOLVER), new SolverStage(), settings, artifacts, options);
            case "merger" ->
                StageService.start(StageBinding.of(Topics.MERGER), new MergerStage(), settings, artifacts, options);
            case "evaluator" ->
                StageService.start(
                        StageBinding.last(Topics.EVALUATOR), new EvaluatorStage(models), settings, artifacts, options);
            default ->
                throw new InputException(
                        "stage '%s' is not known; the stages are %s".formatted(stage, String.join(", ", NAMES)));
        };
    }

    /**
     * Waits until all of them split, gather and work.
     *
     * @throws IllegalStateException if one stopped instead or takes too long
     */
    public void awaitRunning() throws InterruptedException {
        for (StageService service : services) {
            service.awaitRunning(START);
        }
    }

    /**
     * Throws what stopped a service, if one has stopped.
     *
     * @throws InputException if the cluster refuses something to it
     * @throws IllegalStateException otherwise
     */
    public void check() {
        for (StageService service : services) {
            service.failure().ifPresent(failure -> {
                if (failure instanceof InputException refusal) {
                    throw refusal;
                }
                throw new IllegalStateException("the %s stopped: %s".formatted(service.stage(), failure), failure);
            });
        }
    }

    /** Stops them all; what they were working on is worked on again when they are started the next time. */
    @Override
    public void close() {
        StageService.closeAll(services);
        models.close();
    }
}
