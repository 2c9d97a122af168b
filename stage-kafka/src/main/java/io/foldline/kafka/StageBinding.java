package io.foldline.kafka;

import io.foldline.event.ModelEvaluated;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * How a stage hangs on the topics.
 *
 * @param topics what the stage reads and writes
 * @param derived further events that go out together with the event of the stage
 * @param derivedTopics every topic that {@code derived} may name
 */
public record StageBinding<
        I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>(
        StageTopics<I, T, R, O> topics, Function<O, List<Emission<?>>> derived, List<Topic<?>> derivedTopics) {
    /** An event and where it goes. */
    public record Emission<E extends SpecificRecord>(Topic<E> topic, E value) {}

    /** A stage that emits its event alone. */
    public static <
                    I extends SpecificRecord,
                    T extends SpecificRecord,
                    R extends SpecificRecord,
                    O extends SpecificRecord>
            StageBinding<I, T, R, O> of(StageTopics<I, T, R, O> topics) {
        return new StageBinding<>(topics, event -> List.of(), List.of());
    }

    /** The last stage of a run: its event is followed by the end of the run and by the news for model registries. */
    public static <T extends SpecificRecord, R extends SpecificRecord, I extends SpecificRecord>
            StageBinding<I, T, R, ModelEvaluated> last(StageTopics<I, T, R, ModelEvaluated> topics) {
        return new StageBinding<>(topics, RunEnd::of, List.of(Topics.RUN_COMPLETED, Topics.MODEL_PUBLISHED));
    }

    /** Name of the stage. */
    public String stage() {
        return topics.stage();
    }

    /** Share group of the workers. */
    String workers() {
        return "foldline-" + stage() + "-workers";
    }

    /** Streams application that splits and gathers. */
    String application() {
        return "foldline-" + stage();
    }
}
