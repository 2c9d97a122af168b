package io.foldline.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of a stage as a queue, one at a time. The broker locks a task for a while; the lock is renewed as long as
 * the task is worked on, and ends with the worker. For use by one thread.
 */
final class TaskQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);
    private static final int USUAL_LOCK_MS = 30_000;

    private final KafkaShareConsumer<byte[], byte[]> consumer;

    TaskQueue(KafkaSettings settings, String group, String topic, String worker) {
        Map<String, Object> config = settings.client();
        config.put("group.id", group);
        config.put("client.id", worker);
        config.put("share.acknowledgement.mode", "explicit");
        // Otherwise whole batches of tasks are locked for the worker that has the first of them.
        config.put("share.acquire.mode", "record_limit");
        config.put("max.poll.records", "1");
        // Work may take hours; a worker that has died is known by its lock.
        config.put("max.poll.interval.ms", Integer.toString(Integer.MAX_VALUE));
        consumer = new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
    }

    /** The next task; empty if there is none within {@code timeout}. */
    Optional<Delivery> next(Duration timeout) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            return Optional.of(new Delivery(record));
        }
        return Optional.empty();
    }

    /** How often a lock has to be renewed. */
    Duration renewal() {
        return Duration.ofMillis(consumer.acquisitionLockTimeoutMs().orElse(USUAL_LOCK_MS) / 3);
    }

    /**
     * Renews the lock of the task that was delivered last.
     *
     * @return whether the lock is still held; if not, somebody else gets the task as well
     */
    boolean renew(Delivery delivery) {
        if (!settle(delivery, AcknowledgeType.RENEW)) {
            return false;
        }
        // A renewed record comes back from poll, and only then can it be acknowledged again.
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
            if (delivery.sameAs(record)) {
                return true;
            }
            consumer.acknowledge(record, AcknowledgeType.RELEASE);
        }
        return false;
    }

    /**
     * Says what became of the task that was delivered last.
     *
     * @return whether the broker took it; if not, the lock was lost before
     */
    boolean settle(Delivery delivery, AcknowledgeType how) {
        consumer.acknowledge(delivery.record(), how);
        boolean taken = true;
        for (Map.Entry<TopicIdPartition, Optional<KafkaException>> answer :
                consumer.commitSync().entrySet()) {
            if (answer.getValue().isPresent()) {
                LOG.warn(
                        "{} offset {}: the lock was lost",
                        answer.getKey(),
                        delivery.record().offset(),
                        answer.getValue().get());
                taken = false;
            }
        }
        return taken;
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(5));
    }
}
