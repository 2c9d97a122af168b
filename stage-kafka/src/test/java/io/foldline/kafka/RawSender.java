package io.foldline.kafka;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records as they are. */
final class RawSender implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    RawSender(KafkaSettings settings) {
        producer = new KafkaProducer<>(settings.client(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends a record and waits until the broker has it. */
    void send(ProducerRecord<byte[], byte[]> record) throws IOException {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
