package io.foldline.kafka;

import io.foldline.event.TaskId;
import io.foldline.kafka.wire.Envelope;
import io.foldline.kafka.wire.Identity;
import io.foldline.kafka.wire.WorkHeaders;
import io.foldline.schemas.StageTopics;
import io.foldline.stage.CancelledException;
import io.foldline.stage.ResultCache;
import io.foldline.stage.Stage;
import io.foldline.storage.transfer.TransferWatch;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything about a task that may take long, from the search for a result that is there already to the result on the
 * broker. For any thread: somebody else renews the lock meanwhile.
 */
final class TaskWork<T extends SpecificRecord, R extends SpecificRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(TaskWork.class);

    private final StageTopics<?, T, R, ?> topics;
    private final Stage<?, T, R, ?> stage;
    private final WorkerSetup setup;
    private final String worker;
    private final ResultCache<R> cache;

    TaskWork(StageTopics<?, T, R, ?> topics, Stage<?, T, R, ?> stage, WorkerSetup setup, String worker) {
        this.topics = topics;
        this.stage = stage;
        this.setup = setup;
        this.worker = worker;
        this.cache = new ResultCache<>(
                setup.artifacts(), topics.stage(), topics.result().type());
    }

    /**
     * Sends the result of a task. It is stored first: who gets the task after a death in between finds it.
     *
     * @throws CancelledException if nobody wants it any more
     * @throws IOException for passing faults
     */
    void run(TaskId id, T task, Delivery delivery) throws IOException {
        long begin = System.nanoTime();
        TaskContext context = new TaskContext(id, delivery.record().headers(), setup, worker);
        Optional<String> fingerprint;
        Optional<R> known;
        R result;
        try (TransferWatch watch = TransferWatch.of(context::checkCancelled)) {
            fingerprint = stage.fingerprint(task);
            known = fingerprint.flatMap(text -> find(text, id));
            result = known.isPresent() ? known.get() : stage.work(task, context);
        }
        if (!id.equals(Identity.task(result))) {
            throw new IllegalStateException("expected a result of " + id + ", found " + Identity.task(result));
        }
        if (setup.signals().ended(id)) {
            throw new CancelledException(id + ": the run has ended");
        }
        if (known.isEmpty()) {
            fingerprint.ifPresent(text -> store(text, result));
        }
        ProducerRecord<byte[], byte[]> record =
                setup.sender().record(topics.result(), result, delivery.record().headers());
        double seconds = (System.nanoTime() - begin) / 1e9;
        Envelope.add(record.headers(), WorkHeaders.SECONDS, String.format(Locale.ROOT, "%.6f", seconds));
        Envelope.add(record.headers(), WorkHeaders.WORKER, worker);
        Envelope.add(record.headers(), WorkHeaders.DELIVERIES, Integer.toString(delivery.total()));
        if (known.isPresent()) {
            Envelope.add(record.headers(), WorkHeaders.REUSED, "true");
        }
        setup.sender().send(record);
    }

    private Optional<R> find(String fingerprint, TaskId id) {
        try {
            return cache.find(fingerprint, id);
        } catch (IOException | RuntimeException e) {
            LOG.warn("worker {}: the stored result for {} is of no use, working", worker, id, e);
            return Optional.empty();
        }
    }

    private void store(String fingerprint, R result) {
        try {
            cache.put(fingerprint, result);
        } catch (IOException | RuntimeException e) {
            LOG.warn("worker {}: cannot store a result for other runs", worker, e);
        }
    }
}
