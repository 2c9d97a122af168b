package io.foldline.schemas;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The topics of one stage.
 *
 * @param <I> event that starts the stage
 * @param <T> unit of work
 * @param <R> result of a unit of work
 * @param <O> event that the stage emits
 * @param stage name of the stage
 * @param inputs topics of the events that start the stage: first that of the stage in front, or of the requests, then,
 *     where runs come back to this stage, that of the runs that go on
 */
public record StageTopics<
        I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>(
        String stage, List<Topic<I>> inputs, Topic<T> task, Topic<R> result, Topic<O> completed) {
    /** The topic of the events of the stage in front, or of the requests. */
    public Topic<I> input() {
        return inputs.get(0);
    }
}
