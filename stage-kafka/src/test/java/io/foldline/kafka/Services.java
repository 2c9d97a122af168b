package io.foldline.kafka;

import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;

/** Starts services of toys. */
final class Services {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaSettings settings;
    private final Path folder;
    private final UnaryOperator<StageOptions> options;

    Services(KafkaSettings settings, Path folder) {
        this(settings, folder, usual -> usual);
    }

    /** @param options changes those that toys usually run with: retries that come soon, and no grace */
    Services(KafkaSettings settings, Path folder, UnaryOperator<StageOptions> options) {
        this.settings = settings;
        this.folder = folder;
        this.options = options;
    }

    /** Starts one stage. */
    <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            StageService start(StageBinding<I, T, R, O> binding, Stage<I, T, R, O> stage, int workers)
                    throws IOException {
        return StageService.start(
                binding,
                stage,
                settings,
                new FileArtifactStore(folder.resolve("artifacts").toUri()),
                options.apply(new StageOptions(workers, folder.resolve("state").resolve(binding.stage()))
                        .withFirstRetry(Duration.ofMillis(20))
                        .withGrace(Duration.ZERO)));
    }

    /** Starts the scorer with the work of a toy. */
    StageService scorer(Toy.Work work, int workers) throws IOException {
        return start(StageBinding.of(Topics.SCORER), new Toy<>(Topics.SCORER, work), workers);
    }

    /** Starts all five stages. */
    List<StageService> all() throws IOException {
        List<StageService> services = new ArrayList<>(afterScorer());
        services.add(toy(Topics.SCORER));
        return services;
    }

    /** Starts the four stages behind the scorer. */
    List<StageService> afterScorer() throws IOException {
        List<StageService> services = new ArrayList<>();
        services.add(toy(Topics.CALIBRATOR));
        services.add(toy(Topics.SOLVER));
        services.add(toy(Topics.MERGER));
        services.add(start(StageBinding.last(Topics.EVALUATOR), new Toy<>(Topics.EVALUATOR), 1));
        return services;
    }

    private <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            StageService toy(StageTopics<I, T, R, O> topics) throws IOException {
        return start(StageBinding.of(topics), new Toy<>(topics), 1);
    }
}
