package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.EventWriter;
import io.foldline.schemas.Topic;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events outside of transactions: requests, results, failures, progress. Safe for use by several threads. */
public final class EventSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);

    private final KafkaSettings settings;
    private final EventWriter writer;
    private final KafkaProducer<byte[], byte[]> producer;

    /** @param source who sends: a stage, or {@code client} */
    public EventSender(KafkaSettings settings, EventCodec codec, String source) {
        Map<String, Object> config = settings.client();
        config.put("client.id", "foldline-" + source + "-sender");
        config.put("acks", "all");
        config.put("linger.ms", "0");
        config.put("max.request.size", Limits.MAX_RECORD_BYTES);
        this.settings = settings;
        writer = new EventWriter(codec, source);
        try {
            producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            throw Refusal.ofProperties(settings, e);
        }
    }

    /** A record to be completed and sent. */
    public <T extends SpecificRecord> ProducerRecord<byte[], byte[]> record(Topic<T> topic, T value, Headers cause)
            throws IOException {
        return writer.record(topic, value, cause);
    }

    /**
     * Sends an event that nothing came before, and waits until the broker has it for good.
     *
     * @throws IOException if it is not known that the broker has it
     */
    public <T extends SpecificRecord> void send(Topic<T> topic, T value) throws IOException {
        send(record(topic, value, new RecordHeaders()));
    }

    /**
     * Sends a record and waits until the broker has it for good.
     *
     * @throws InputException if the broker refuses it to this client
     * @throws IOException if it is not known that the broker has it
     */
    public void send(ProducerRecord<byte[], byte[]> record) throws IOException {
        try {
            producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending to " + record.topic());
        } catch (ExecutionException | KafkaException e) {
            Optional<InputException> refusal = Refusal.of(settings, "write " + record.topic(), e);
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            throw new IOException("cannot send to " + record.topic() + ": " + e.getMessage(), e);
        }
    }

    /** Sends an event that may be lost without harm. */
    public <T extends SpecificRecord> void offer(Topic<T> topic, T value, Headers cause) {
        try {
            Future<RecordMetadata> unused = producer.send(record(topic, value, cause), (metadata, fault) -> {
                if (fault != null) {
                    LOG.debug("lost an event of {}", topic.name(), fault);
                }
            });
        } catch (IOException | KafkaException e) {
            LOG.debug("lost an event of {}", topic.name(), e);
        }
    }

    /**
     * Number of partitions of a topic.
     *
     * @throws InputException if the broker does not tell this client
     */
    int partitions(String topic) {
        try {
            return producer.partitionsFor(topic).size();
        } catch (KafkaException e) {
            throw Refusal.of(settings, "describe " + topic, e)
                    .<RuntimeException>map(refusal -> refusal)
                    .orElse(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
