package io.foldline.kafka.log;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.Refusal;
import io.foldline.kafka.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics without a consumer group: what is committed, each partition in its order. For use by one thread. */
public final class LogReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of one partition at once: few and large answers. */
    private static final int FETCH_BYTES = 8 << 20;

    private final KafkaSettings settings;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Takes a record. */
    @FunctionalInterface
    public interface Sink {
        /** @throws IOException if the record cannot be taken now */
        void accept(ConsumerRecord<byte[], byte[]> record) throws IOException;
    }

    private LogReader(KafkaSettings settings, KafkaConsumer<byte[], byte[]> consumer) {
        this.settings = settings;
        this.consumer = consumer;
    }

    /**
     * Opens a reader.
     *
     * @param fromBeginning topics to be read from their beginning
     * @param fromNow topics of which only what is new is read
     * @throws InputException if the cluster cannot be reached or a topic is missing
     */
    public static LogReader open(KafkaSettings settings, Set<String> fromBeginning, Set<String> fromNow) {
        return open(settings, consumer -> {
            Map<String, List<PartitionInfo>> topics = consumer.listTopics(PATIENCE);
            List<TopicPartition> whole = partitions(topics, fromBeginning);
            List<TopicPartition> tails = partitions(topics, fromNow);
            List<TopicPartition> all = new ArrayList<>(whole);
            all.addAll(tails);
            consumer.assign(all);
            consumer.seekToBeginning(whole);
            // Without partitions, Kafka would take all of them.
            if (!tails.isEmpty()) {
                consumer.seekToEnd(tails);
                tails.forEach(consumer::position);
            }
        });
    }

    /**
     * Passes on what is committed now and was recorded within a span of time, with some of what was recorded around it.
     *
     * @throws InputException if the cluster cannot be reached or a topic is missing
     */
    static void scan(KafkaSettings settings, Set<String> topics, TimeSpan span, Sink sink) throws IOException {
        try (LogReader reader = open(settings, consumer -> {
            consumer.assign(partitions(consumer.listTopics(PATIENCE), topics));
            consumer.seekToBeginning(consumer.assignment());
            span.from().ifPresent(from -> {
                Map<TopicPartition, Long> begin = consumer.endOffsets(consumer.assignment());
                begin.putAll(offsets(consumer, from));
                begin.forEach(consumer::seek);
            });
        })) {
            KafkaConsumer<byte[], byte[]> consumer = reader.consumer;
            Map<TopicPartition, Long> end = consumer.endOffsets(consumer.assignment());
            span.to().ifPresent(to -> end.putAll(offsets(consumer, to)));
            reader.until(end, sink);
        }
    }

    /**
     * Passes on what is new, waiting up to {@code timeout} for something.
     *
     * @throws InputException if the cluster refuses to let this client read
     */
    public void poll(Duration timeout, Sink sink) throws IOException {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(timeout);
        } catch (KafkaException e) {
            throw explained(settings, e);
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            sink.accept(record);
        }
    }

    /** Passes on everything that is committed now. */
    public void toEnd(Sink sink) throws IOException {
        until(consumer.endOffsets(consumer.assignment()), sink);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }

    private void until(Map<TopicPartition, Long> end, Sink sink) throws IOException {
        while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
            poll(Duration.ofMillis(100), sink);
        }
    }

    /** @param place puts a consumer where reading begins */
    private static LogReader open(KafkaSettings settings, Consumer<KafkaConsumer<byte[], byte[]>> place) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(settings);
        try {
            place.accept(consumer);
            return new LogReader(settings, consumer);
        } catch (TimeoutException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw Unreachable.at(settings, e);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw explained(settings, e);
        }
    }

    private static RuntimeException explained(KafkaSettings settings, RuntimeException fault) {
        return Refusal.of(settings, "read the event log", fault)
                .<RuntimeException>map(refusal -> refusal)
                .orElse(fault);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings) {
        try {
            return new KafkaConsumer<>(config(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw Refusal.ofProperties(settings, e);
        }
    }

    private static Map<String, Object> config(KafkaSettings settings) {
        Map<String, Object> config = settings.client();
        config.put("client.id", "foldline-log");
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", "false");
        config.put("allow.auto.create.topics", "false");
        config.put("auto.offset.reset", "earliest");
        config.put("max.poll.records", "2000");
        config.put("max.partition.fetch.bytes", Integer.toString(FETCH_BYTES));
        // One partition at its end must not keep the others waiting.
        config.put("fetch.max.wait.ms", "50");
        return config;
    }

    /** Where in each partition the first record of a time or later is; partitions that have none are left out. */
    private static Map<TopicPartition, Long> offsets(KafkaConsumer<byte[], byte[]> consumer, Instant from) {
        Map<TopicPartition, Long> times = new HashMap<>();
        consumer.assignment().forEach(partition -> times.put(partition, from.toEpochMilli()));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found != null) {
                offsets.put(partition, found.offset());
            }
        });
        return offsets;
    }

    private static List<TopicPartition> partitions(Map<String, List<PartitionInfo>> topics, Collection<String> wanted) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : wanted) {
            List<PartitionInfo> infos = topics.get(topic);
            if (infos == null) {
                throw new InputException("topic " + topic
                        + ": expected on the cluster, found none; 'foldline topics' creates it, and the user needs"
                        + " the right to Describe it");
            }
            infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }
}
