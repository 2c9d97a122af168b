package io.foldline.kafka.letter;

import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.ValueReader;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.util.Optional;

/** Looks into dead letters. */
public final class LetterReader {
    private final EventCodec codec;
    private final ValueReader reader;

    public LetterReader(KafkaSettings settings) {
        codec = new EventCodec(settings);
        reader = new ValueReader(settings);
    }

    /**
     * What is wrong with a letter, seen from here and now; empty if it can be read: then it may be replayed.
     *
     * @throws IOException if it cannot be found out just now
     */
    public Optional<String> fault(Letter letter) throws IOException {
        Optional<Topic<?>> topic = topic(letter);
        if (topic.isEmpty()) {
            return Optional.of("topic '%s' is none of Foldline's".formatted(letter.topic()));
        }
        try {
            codec.decode(topic.get(), letter.value());
            return Optional.empty();
        } catch (UndecodableException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /**
     * The value as JSON, by its writer's schema if that is known, else by any of its topic's; empty if none fits.
     *
     * @throws IOException if the schemas cannot be read just now
     */
    public Optional<String> json(Letter letter) throws IOException {
        Optional<Topic<?>> topic = topic(letter);
        byte[] value = letter.value();
        return topic.isEmpty() || value == null ? Optional.empty() : reader.json(topic.get(), value);
    }

    private static Optional<Topic<?>> topic(Letter letter) {
        return Topics.all().stream()
                .<Topic<?>>map(topic -> topic)
                .filter(topic -> topic.name().equals(letter.topic()))
                .findFirst();
    }
}
