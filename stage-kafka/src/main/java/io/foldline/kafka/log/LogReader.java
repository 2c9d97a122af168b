package io.foldline.kafka.log;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.Refusal;
import io.foldline.kafka.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final KafkaSettings settings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> whole;

    /** Takes a record. */
    @FunctionalInterface
    public interface Sink {
        /** @throws IOException if the record cannot be taken now */
        void accept(ConsumerRecord<byte[], byte[]> record) throws IOException;
    }

    private LogReader(KafkaSettings settings, KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> whole) {
        this.settings = settings;
        this.consumer = consumer;
        this.whole = whole;
    }

    /**
     * Opens a reader.
     *
     * @param fromBeginning topics to be read from their beginning
     * @param fromNow topics of which only what is new is read
     * @throws InputException if the cluster cannot be reached or a topic is missing
     */
    public static LogReader open(KafkaSettings settings, Set<String> fromBeginning, Set<String> fromNow) {
        Map<String, Object> config = settings.client();
        config.put("client.id", "foldline-log");
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", "false");
        config.put("allow.auto.create.topics", "false");
        config.put("auto.offset.reset", "earliest");
        config.put("max.poll.records", "2000");
        KafkaConsumer<byte[], byte[]> consumer = consumer(settings, config);
        try {
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
            return new LogReader(settings, consumer, whole);
        } catch (TimeoutException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw Unreachable.at(settings, e);
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw explained(settings, e);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings, Map<String, Object> config) {
        try {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw Refusal.ofProperties(settings, e);
        }
    }

    private static RuntimeException explained(KafkaSettings settings, RuntimeException fault) {
        return Refusal.of(settings, "read the event log", fault)
                .<RuntimeException>map(refusal -> refusal)
                .orElse(fault);
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

    /** Passes on everything that is committed now, of the topics that are read from their beginning. */
    public void toEnd(Sink sink) throws IOException {
        Map<TopicPartition, Long> end = consumer.endOffsets(whole);
        while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
            poll(Duration.ofMillis(100), sink);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
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
