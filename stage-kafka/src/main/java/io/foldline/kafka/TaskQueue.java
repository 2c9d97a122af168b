package io.foldline.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.WakeupException;
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
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private final KafkaShareConsumer<byte[], byte[]> consumer;
    private volatile boolean waiting;
    private long lastPoll = System.nanoTime();
    private OptionalLong aloneSince = OptionalLong.empty();

    TaskQueue(KafkaSettings settings, String group, String topic, String worker) {
        Map<String, Object> config = settings.client();
        config.put("group.id", group);
        config.put("client.id", worker);
        config.put("share.acknowledgement.mode", "explicit");
        // Otherwise whole batches of tasks are locked for the worker that has the first of them.
        config.put("share.acquire.mode", "record_limit");
        config.put("max.poll.records", "1");
        // Shorter than a poll, so that no request is on its way when the next one begins.
        config.put("fetch.max.wait.ms", "80");
        // Work may take hours; a worker that has died is known by its lock.
        config.put("max.poll.interval.ms", Integer.toString(Integer.MAX_VALUE));
        consumer = new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
    }

    /**
     * The next task; empty if there is none within {@code timeout}, or {@link #wake} was called.
     *
     * <p>A poll that begins while the one before still has a request on its way may fetch a task too many, which is locked
     * until the task before it is done; a poll that could not send a request at its begin waits in vain. So polls are short,
     * requests are shorter, and a task that may have lain here for long is taken only if its lock still holds; otherwise
     * {@code onLost} hears of it, and somebody else has it.
     */
    Optional<Delivery> next(Duration timeout, Consumer<Delivery> onLost) {
        boolean late = System.nanoTime() - lastPoll > renewal().toNanos();
        waiting = true;
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
                Delivery delivery = new Delivery(record);
                if (!late || renew(delivery)) {
                    return Optional.of(delivery);
                }
                onLost.accept(delivery);
            }
            return Optional.empty();
        } catch (WakeupException e) {
            return Optional.empty();
        } finally {
            waiting = false;
            lastPoll = System.nanoTime();
        }
    }

    /** Ends a wait for the next task; for any thread. */
    void wake() {
        if (waiting) {
            consumer.wakeup();
        }
    }

    /**
     * Whether there has been no connection to any broker for a while. A share consumer spins all that time, on two threads,
     * so the queue is better closed, and another one opened when a broker is back.
     */
    boolean isAlone() {
        long now = System.nanoTime();
        double connections = consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("connection-count"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .sum();
        if (connections > 0) {
            aloneSince = OptionalLong.empty();
        } else if (aloneSince.isEmpty()) {
            aloneSince = OptionalLong.of(now);
        }
        return aloneSince.isPresent() && now - aloneSince.getAsLong() > PATIENCE_NANOS;
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
        for (ConsumerRecord<byte[], byte[]> record : pollRenewed()) {
            if (delivery.sameAs(record)) {
                return true;
            }
            consumer.acknowledge(record, AcknowledgeType.RELEASE);
        }
        return false;
    }

    private ConsumerRecords<byte[], byte[]> pollRenewed() {
        try {
            return consumer.poll(Duration.ofSeconds(1));
        } catch (WakeupException e) {
            // Meant for a wait that was over.
            return consumer.poll(Duration.ofSeconds(1));
        }
    }

    /**
     * Says what became of the task that was delivered last.
     *
     * @return whether the broker took it; if not, the lock was lost before
     */
    boolean settle(Delivery delivery, AcknowledgeType how) {
        consumer.acknowledge(delivery.record(), how);
        boolean taken = true;
        for (Map.Entry<TopicIdPartition, Optional<KafkaException>> answer : commit().entrySet()) {
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

    private Map<TopicIdPartition, Optional<KafkaException>> commit() {
        try {
            return consumer.commitSync();
        } catch (WakeupException e) {
            // Meant for a wait that was over; what was said is on its way.
            return Map.of();
        }
    }

    @Override
    public void close() {
        // Without a connection there is nothing to say good-bye to.
        consumer.close(aloneSince.isPresent() ? Duration.ZERO : Duration.ofSeconds(5));
    }
}
