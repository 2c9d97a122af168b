package io.foldline.kafka;

import io.foldline.kafka.wire.DeadLetter;
import io.foldline.kafka.wire.Envelope;
import io.foldline.kafka.wire.WorkHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A task that the broker has locked for this worker. */
record Delivery(ConsumerRecord<byte[], byte[]> record) {
    /** Times that this record was delivered, this one included. */
    int count() {
        return record.deliveryCount().orElse((short) 1);
    }

    /** Times that the task was delivered, this one and those of records before this one included. */
    int total() {
        return earlier() + count();
    }

    /**
     * The same task as a new record, which the broker delivers as if for the first time. This delivery does not count: it
     * ended neither with a fault nor with a death.
     */
    ProducerRecord<byte[], byte[]> anew() {
        Headers headers = new RecordHeaders(record.headers());
        headers.remove(WorkHeaders.EARLIER);
        Envelope.add(headers, WorkHeaders.EARLIER, Integer.toString(total() - 1));
        return new ProducerRecord<>(
                record.topic(), null, System.currentTimeMillis(), record.key(), record.value(), headers);
    }

    boolean sameAs(ConsumerRecord<byte[], byte[]> other) {
        return record.topic().equals(other.topic())
                && record.partition() == other.partition()
                && record.offset() == other.offset();
    }

    DeadLetter.Origin origin(String stage) {
        return new DeadLetter.Origin(stage, record.topic(), record.partition(), record.offset());
    }

    private int earlier() {
        String text = Envelope.text(record.headers(), WorkHeaders.EARLIER);
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }
}
