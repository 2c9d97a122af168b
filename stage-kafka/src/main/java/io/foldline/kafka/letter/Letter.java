package io.foldline.kafka.letter;

import io.foldline.event.DeadLetterSettled;
import io.foldline.kafka.wire.DeadLetter;
import io.foldline.kafka.wire.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record that could not be read, and what was done about it. */
public final class Letter {
    private final ConsumerRecord<byte[], byte[]> record;
    private final @Nullable DeadLetterSettled settled;

    /** @param settled null: nobody dealt with it yet */
    Letter(ConsumerRecord<byte[], byte[]> record, @Nullable DeadLetterSettled settled) {
        this.record = record;
        this.settled = settled;
    }

    /** Its place in the dead letter topic. */
    public LetterId id() {
        return new LetterId(record.partition(), record.offset());
    }

    /** When it was set aside. */
    public Instant at() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** Topic that it was found in. */
    public String topic() {
        return why("topic");
    }

    /** Where in its topic it was found, in words. */
    public String place() {
        return "%s, partition %s, offset %s".formatted(topic(), why("partition"), why("offset"));
    }

    /** Stage that could not read it. */
    public String stage() {
        return why("connector.name").replaceFirst("^foldline-", "");
    }

    /** Run that it belongs to, by its headers, else by its key; empty where neither says. */
    public String runId() {
        String subject = Envelope.text(record.headers(), "ce_subject");
        return subject.isEmpty() ? key().orElse("") : subject;
    }

    /** What was wrong with it. */
    public String error() {
        return why("exception.message");
    }

    /** What was done about it; empty: nothing yet. */
    public Optional<DeadLetterSettled> settled() {
        return Optional.ofNullable(settled);
    }

    /** Key as text; empty where it has none. */
    public Optional<String> key() {
        return Optional.ofNullable(record.key()).map(key -> new String(key, StandardCharsets.UTF_8));
    }

    /** Its headers as text, those that say why it was set aside included, but without the stack trace. */
    public Map<String, String> headers() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (!header.key().equals(DeadLetter.PREFIX + "exception.stacktrace")) {
                texts.put(header.key(), Envelope.text(record.headers(), header.key()));
            }
        }
        return texts;
    }

    /** A copy of its bytes; null where it has none. */
    public byte @Nullable [] value() {
        byte[] value = record.value();
        return value == null ? null : value.clone();
    }

    /** The record as it was before it was set aside. */
    ProducerRecord<byte[], byte[]> original() {
        return DeadLetter.original(record);
    }

    private String why(String name) {
        return Envelope.text(record.headers(), DeadLetter.PREFIX + name);
    }
}
