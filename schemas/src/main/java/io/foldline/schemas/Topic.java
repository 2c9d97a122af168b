package io.foldline.schemas;

import org.apache.avro.specific.SpecificRecord;

/**
 * A topic of the catalogue. Keys are UTF-8 strings: the run id, except where the catalogue says otherwise.
 *
 * @param name full name, {@code foldline.<stage>.<kind>.v1}
 * @param type class of the Avro values
 */
public record Topic<T extends SpecificRecord>(String name, Class<T> type, Retention retention) {}
