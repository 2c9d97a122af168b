package io.foldline.kafka.wire;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.Refusal;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of the schemas that values were written with. Who writes publishes the schemas first, so that readers of
 * other versions can resolve the values.
 */
public final class SchemaTopic {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaTopic.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SchemaTopic() {}

    /**
     * Publishes the schemas of this version that the topic lacks. Does nothing where a schema registry has them.
     *
     * @throws InputException if the cluster refuses it
     * @throws IOException if it is not known that the topic has them
     */
    public static void publish(KafkaSettings settings) throws IOException {
        if (settings.schemaRegistry() == null) {
            Set<Long> present = read(settings).keySet();
            publish(
                    settings,
                    today().filter(schema -> !present.contains(fingerprint(schema)))
                            .toList());
        }
    }

    /**
     * Publishes all schemas of this version: for a topic that is new. Does nothing where a schema registry has them.
     *
     * @throws InputException if the cluster refuses it
     * @throws IOException if it is not known that the topic has them
     */
    public static void publishAll(KafkaSettings settings) throws IOException {
        if (settings.schemaRegistry() == null) {
            publish(settings, today().toList());
        }
    }

    private static Stream<Schema> today() {
        return Topics.all().stream()
                .map(topic -> SpecificData.getForClass(topic.type()).getSchema(topic.type()));
    }

    private static void publish(KafkaSettings settings, List<Schema> schemas) throws IOException {
        if (schemas.isEmpty()) {
            return;
        }
        Map<String, Object> config = settings.client();
        config.put("client.id", "foldline-schemas");
        config.put("acks", "all");
        config.put("linger.ms", "5");
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (Schema schema : schemas) {
                sent.add(producer.send(record(schema)));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending to " + Topics.SCHEMA);
        } catch (ExecutionException | KafkaException e) {
            throw fault(settings, "write " + Topics.SCHEMA, e);
        }
    }

    /** The record of a schema. */
    static ProducerRecord<byte[], byte[]> record(Schema schema) {
        return new ProducerRecord<>(
                Topics.SCHEMA,
                HexFormat.of().toHexDigits(fingerprint(schema)).getBytes(StandardCharsets.UTF_8),
                schema.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static IOException fault(KafkaSettings settings, String doing, Exception cause) {
        Optional<InputException> refusal = Refusal.of(settings, doing, cause);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return new IOException("cannot " + doing + ": " + cause.getMessage(), cause);
    }

    /**
     * Every schema in the topic by its fingerprint; none where the topic is missing.
     *
     * @throws InputException if the cluster refuses it
     * @throws IOException if it cannot be read now
     */
    static Map<Long, Schema> read(KafkaSettings settings) throws IOException {
        Map<String, Object> config = settings.client();
        config.put("client.id", "foldline-schemas");
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", "false");
        config.put("allow.auto.create.topics", "false");
        config.put("auto.offset.reset", "earliest");
        config.put("default.api.timeout.ms", Long.toString(PATIENCE.toMillis()));
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            return read(consumer);
        } catch (UnknownTopicOrPartitionException e) {
            return Map.of();
        } catch (KafkaException e) {
            throw fault(settings, "read " + Topics.SCHEMA, e);
        } finally {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
        }
    }

    private static Map<Long, Schema> read(KafkaConsumer<byte[], byte[]> consumer) throws IOException {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.SCHEMA).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<Long, Schema> schemas = new HashMap<>();
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (end.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
            if (System.nanoTime() > patience) {
                throw new IOException(
                        "cannot read " + Topics.SCHEMA + " to its end within " + PATIENCE.toSeconds() + " s");
            }
            consumer.poll(POLL).forEach(record -> add(schemas, record));
        }
        return schemas;
    }

    /** What is no schema, or not the one that its key says, helps nobody. */
    private static void add(Map<Long, Schema> schemas, ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        try {
            Schema schema = new Schema.Parser().parse(new String(record.value(), StandardCharsets.UTF_8));
            long fingerprint = fingerprint(schema);
            if (HexFormat.of().toHexDigits(fingerprint).equals(new String(record.key(), StandardCharsets.UTF_8))) {
                schemas.put(fingerprint, schema);
            } else {
                LOG.warn("{} offset {} left out: not the schema of its key", record.topic(), record.offset());
            }
        } catch (AvroRuntimeException e) {
            LOG.warn("{} offset {} left out: no schema", record.topic(), record.offset(), e);
        }
    }

    /** Fingerprint of single-object encoding. */
    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
