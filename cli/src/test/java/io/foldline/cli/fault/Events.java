package io.foldline.cli.fault;

import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.log.LogReader;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.WorkHeaders;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Everything that is committed in the topics, read from their beginning. */
final class Events {
    private final EventCodec codec;
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> byTopicAndKey = new HashMap<>();
    private int deadLetters;

    private Events(KafkaSettings settings) {
        codec = new EventCodec(settings);
    }

    static Events read(KafkaSettings settings) throws IOException {
        Set<String> topics = new LinkedHashSet<>();
        Topics.all().forEach(topic -> topics.add(topic.name()));
        topics.remove(Topics.PROGRESS.name());
        topics.add(Topics.DEAD_LETTER);
        Events events = new Events(settings);
        try (LogReader reader = LogReader.open(settings, topics, Set.of())) {
            reader.toEnd(events::add);
        }
        return events;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.DEAD_LETTER)) {
            deadLetters++;
            return;
        }
        // A task that a worker sent anew, because it had been delivered often, is no other task.
        if (record.headers().lastHeader(WorkHeaders.EARLIER) != null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        byTopicAndKey
                .computeIfAbsent(record.topic() + " " + key, unused -> new ArrayList<>())
                .add(record);
    }

    /** The values of a topic with a key: the run id, or the name of the model. */
    <T extends SpecificRecord> List<T> of(Topic<T> topic, String key) throws IOException {
        List<T> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : byTopicAndKey.getOrDefault(topic.name() + " " + key, List.of())) {
            values.add(codec.decode(topic, record.value()));
        }
        return values;
    }

    /** Whether a run has ended with a checkpoint. */
    boolean completed(String runId) throws IOException {
        return !of(Topics.RUN_COMPLETED, runId).isEmpty();
    }

    /** Records that nobody could process. */
    int deadLetters() {
        return deadLetters;
    }
}
