package io.foldline.kafka.wire;

import io.foldline.schemas.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records that cannot be read, set aside as they came, with headers that say why, named as Kafka Connect names them. */
public final class DeadLetter {
    /** Of the names of the headers that say why a record was set aside. */
    public static final String PREFIX = "__connect.errors.";

    private DeadLetter() {}

    /**
     * Where a record was found.
     *
     * @param stage the stage that could not read it
     */
    public record Origin(String stage, String topic, int partition, long offset) {}

    /** A record of the dead letter topic with the original key, value and headers. */
    public static ProducerRecord<byte[], byte[]> of(
            Origin origin, byte @Nullable [] key, byte @Nullable [] value, Headers original, Throwable cause) {
        Headers headers = new RecordHeaders(original);
        put(headers, "topic", origin.topic());
        put(headers, "partition", Integer.toString(origin.partition()));
        put(headers, "offset", Long.toString(origin.offset()));
        put(headers, "connector.name", "foldline-" + origin.stage());
        put(headers, "stage", "VALUE_CONVERTER");
        put(headers, "class.name", EventCodec.class.getName());
        put(headers, "exception.class.name", cause.getClass().getName());
        put(headers, "exception.message", String.valueOf(cause.getMessage()));
        put(headers, "exception.stacktrace", stackTrace(cause));
        return new ProducerRecord<>(Topics.DEAD_LETTER, null, System.currentTimeMillis(), key, value, headers);
    }

    /** The record that was set aside: original key, value and headers, for its original topic. */
    public static ProducerRecord<byte[], byte[]> original(ConsumerRecord<byte[], byte[]> letter) {
        Headers headers = new RecordHeaders();
        letter.headers().forEach(header -> {
            if (!header.key().startsWith(PREFIX)) {
                headers.add(header);
            }
        });
        String topic = Envelope.text(letter.headers(), PREFIX + "topic");
        return new ProducerRecord<>(topic, null, letter.key(), letter.value(), headers);
    }

    private static void put(Headers headers, String name, String text) {
        Envelope.add(headers, PREFIX + name, text);
    }

    private static String stackTrace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
