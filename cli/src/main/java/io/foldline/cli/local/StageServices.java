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
import io.foldline.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

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
    private final StageOptions options;
    private final AllowedFolders allowed;

    private StageServices(
            KafkaSettings settings, ArtifactStore artifacts, StageOptions options, AllowedFolders allowed) {
        this.settings = settings;
        this.artifacts = artifacts;
        this.options = options;
        this.allowed = allowed;
    }

    /**
     * Begins to start services and returns at once.
     *
     * @param stages names of the stages
     * @param options how each of them runs, with at least 1 worker and a state directory for all
     * @param allowed what events may name
     * @throws InputException if there is no stage of a name
     */
    public static StageServices start(
            List<String> stages,
            KafkaSettings settings,
            ArtifactStore artifacts,
            StageOptions options,
            AllowedFolders allowed) {
        if (options.workers() < 1) {
            throw new InputException("--workers %d: expected at least 1".formatted(options.workers()));
        }
        StageServices started = new StageServices(settings, artifacts, options, allowed);
        stages.forEach(stage -> started.services.add(started.start(stage)));
        return started;
    }

    private StageService start(String stage) {
        StageOptions own = options.at(options.stateDirectory().resolve(stage));
        return switch (stage) {
            case "scorer" ->
                StageService.start(
                        StageBinding.of(Topics.SCORER),
                        confined(new ScorerStage(models, samples)),
                        settings,
                        artifacts,
                        own);
            case "calibrator" ->
                StageService.start(
                        StageBinding.of(Topics.CALIBRATOR),
                        confined(new CalibratorStage(models, samples)),
                        settings,
                        artifacts,
                        own);
            case "solver" ->
                StageService.start(
                        StageBinding.of(Topics.SOLVER), confined(new SolverStage()), settings, artifacts, own);
            case "merger" ->
                StageService.start(
                        StageBinding.of(Topics.MERGER), confined(new MergerStage()), settings, artifacts, own);
            case "evaluator" ->
                StageService.start(
                        StageBinding.last(Topics.EVALUATOR),
                        confined(new EvaluatorStage(models)),
                        settings,
                        artifacts,
                        own);
            default ->
                throw new InputException(
                        "stage '%s' is not known; the stages are %s".formatted(stage, String.join(", ", NAMES)));
        };
    }

    private <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            Stage<I, T, R, O> confined(Stage<I, T, R, O> stage) {
        return new ConfinedStage<>(stage, allowed);
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

    /** Has all workers give back at once what they are at; see {@link StageService#giveBack}. */
    public void giveBack(Duration patience) {
        StageService.giveBackAll(services, patience);
    }

    /** Stops them all; what they were working on is worked on again when they are started the next time. */
    @Override
    public void close() {
        StageService.closeAll(services);
        models.close();
        samples.close();
    }
}
