package io.foldline.kafka;

import io.foldline.checkpoint.ResourceException;
import io.foldline.event.ArtifactReference;
import io.foldline.event.Progress;
import io.foldline.event.TaskId;
import io.foldline.schemas.Topics;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.CancelledException;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker offers to the work on one task. */
final class TaskContext implements WorkContext {
    private static final Logger LOG = LoggerFactory.getLogger(TaskContext.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TaskId task;
    private final Headers cause;
    private final WorkerSetup setup;
    private final String worker;
    private final BooleanSupplier unwanted;
    private long lastSent = System.nanoTime();

    /** @param unwanted whether the work should end */
    TaskContext(TaskId task, Headers cause, WorkerSetup setup, String worker, BooleanSupplier unwanted) {
        this.task = task;
        this.cause = cause;
        this.setup = setup;
        this.worker = worker;
        this.unwanted = unwanted;
    }

    @Override
    public ArtifactStore artifacts() {
        return setup.artifacts();
    }

    @Override
    public void progress(long done, long total, String unit) {
        if (!due()) {
            return;
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        setup.sender().offer(Topics.PROGRESS, new Progress(task, done, total, unit, worker, now), cause);
    }

    @Override
    public <S> Optional<S> saved(Reader<S> reader) {
        try {
            Optional<ArtifactReference> found = setup.artifacts().find(savedName());
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(reader.read(setup.artifacts().get(found.get())));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: what was saved is of no use, beginning anew", savedName(), e);
            return Optional.empty();
        }
    }

    @Override
    public void save(ArtifactStore.Writer writer) {
        try {
            setup.artifacts().put(savedName(), writer);
        } catch (IOException | ResourceException e) {
            LOG.warn("{}: cannot save, going on", savedName(), e);
        }
    }

    private String savedName() {
        return "%s/%s/%d.saved".formatted(task.getRunId(), task.getStage(), task.getIndex());
    }

    @Override
    public void checkCancelled() {
        if (unwanted.getAsBoolean()) {
            throw new CancelledException(task + ": the run has ended or the worker is shutting down");
        }
    }

    private synchronized boolean due() {
        long now = System.nanoTime();
        if (now - lastSent < INTERVAL_NANOS) {
            return false;
        }
        lastSent = now;
        return true;
    }
}
