package io.foldline.schemas;

import org.apache.avro.specific.SpecificRecord;

/**
 * The topics of one stage.
 *
 * @param <I> event that starts the stage
 * @param <T> unit of work
 * @param <R> result of a unit of work
 * @param <O> event that the stage emits
 * @param stage name of the stage
 */
public record StageTopics<
        I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>(
        String stage, Topic<I> input, Topic<T> task, Topic<R> result, Topic<O> completed) {}
