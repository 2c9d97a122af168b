package io.foldline.kafka;

import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Writes and reads a record of every topic of a stage, so that a wrong setup stops it before it sets aside whole topics. */
final class SelfTest {
    private SelfTest() {}

    /**
     * Runs the test.
     *
     * @throws IOException if the schema registry cannot be reached
     * @throws IllegalStateException if a record does not come back as it was
     */
    static void run(EventCodec codec, StageTopics<?, ?, ?, ?> topics) throws IOException {
        for (Topic<?> topic : List.of(
                topics.input(),
                topics.task(),
                topics.result(),
                topics.completed(),
                Topics.TASK_FAILED,
                Topics.TASK_RELEASED,
                Topics.RUN_FAILED,
                Topics.RUN_CANCELLED,
                Topics.RUN_COMPLETED,
                Topics.RUN_CONTROLLED,
                Topics.PROGRESS)) {
            roundTrip(codec, topic);
        }
    }

    private static <T extends SpecificRecord> void roundTrip(EventCodec codec, Topic<T> topic) throws IOException {
        T example = Example.of(topic.type());
        T read = codec.decode(topic, codec.encode(topic, example));
        if (!example.equals(read)) {
            throw new IllegalStateException(
                    topic.name() + ": a record written here is read as another: " + example + ", " + read);
        }
    }
}
