package io.foldline.kafka;

import io.foldline.kafka.wire.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A task that the broker has locked for this worker. */
record Delivery(ConsumerRecord<byte[], byte[]> record) {
    /** Times that the task was delivered, this one included. */
    int count() {
        return record.deliveryCount().orElse((short) 1);
    }

    boolean sameAs(ConsumerRecord<byte[], byte[]> other) {
        return record.topic().equals(other.topic())
                && record.partition() == other.partition()
                && record.offset() == other.offset();
    }

    DeadLetter.Origin origin(String stage) {
        return new DeadLetter.Origin(stage, record.topic(), record.partition(), record.offset());
    }
}
