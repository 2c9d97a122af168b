package io.foldline.kafka.wire;

import io.foldline.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Makes records of events.
 *
 * @param source who emits them: a stage, or {@code client}
 */
public record EventWriter(EventCodec codec, String source) {
    /**
     * The record of an event: key, value, headers, and the time now.
     *
     * @param cause headers of the record that the event follows from; empty if there is none
     * @throws IOException if the schema registry cannot be reached
     */
    public <T extends SpecificRecord> ProducerRecord<byte[], byte[]> record(Topic<T> topic, T value, Headers cause)
            throws IOException {
        return record(topic, Identity.of(topic, value), codec.encode(topic, value), cause);
    }

    /**
     * The record of an event that was encoded before.
     *
     * @param identity who the event is about
     * @param cause headers of the record that the event follows from; empty if there is none
     */
    public ProducerRecord<byte[], byte[]> record(Topic<?> topic, Identity identity, byte[] value, Headers cause) {
        return new ProducerRecord<>(
                topic.name(),
                null,
                System.currentTimeMillis(),
                identity.key().getBytes(StandardCharsets.UTF_8),
                value,
                Envelope.of(topic, identity, source, cause));
    }
}
