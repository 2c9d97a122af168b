package io.foldline.kafka;

import io.foldline.checkpoint.ResourceException;
import io.foldline.event.Progress;
import io.foldline.event.TaskId;
import io.foldline.schemas.Topics;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.CancelledException;
import io.foldline.stage.SavedWork;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker offers to the work on one task. */
final class TaskContext implements WorkContext {
    private static final Logger LOG = LoggerFactory.getLogger(TaskContext.class);
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TaskId task;
    private final Headers cause;
    private final WorkerSetup setup;
    private final String worker;
    private final SavedWork saved;
    private long lastProgress = System.nanoTime();
    private long lastSave = System.nanoTime();
    private boolean saves;
    private boolean savedAtTheEnd;

    TaskContext(TaskId task, Headers cause, WorkerSetup setup, String worker) {
        this.task = task;
        this.cause = cause;
        this.setup = setup;
        this.worker = worker;
        this.saved = saved(setup.artifacts(), task);
    }

    /** How far a task is. */
    static SavedWork saved(ArtifactStore artifacts, TaskId task) {
        return new SavedWork(
                artifacts,
                "%s/%s/%d/%d.saved".formatted(task.getRunId(), task.getStage(), task.getRound(), task.getIndex()));
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
            var file = saved.find();
            return file.isEmpty() ? Optional.empty() : Optional.of(reader.read(file.get()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: what was saved is of no use, beginning anew", task, e);
            return Optional.empty();
        }
    }

    @Override
    public synchronized void save(ArtifactStore.Writer writer) {
        saves = true;
        boolean last = setup.drain().asked();
        boolean due = last
                ? !savedAtTheEnd
                : System.nanoTime() - lastSave >= setup.options().saveEvery().toNanos();
        if (due) {
            try {
                saved.put(writer);
            } catch (IOException | ResourceException e) {
                LOG.warn("{}: cannot save, going on", task, e);
            }
            savedAtTheEnd = last;
            lastSave = System.nanoTime();
        }
    }

    @Override
    public synchronized void checkCancelled() {
        if (setup.signals().ended(task)) {
            throw new CancelledException(task + ": the run has ended");
        }
        // Work that saves comes to its next save before it ends.
        if (setup.drain().asked() && (savedAtTheEnd || !saves)) {
            throw new CancelledException(task + ": the worker is shutting down");
        }
    }

    private synchronized boolean due() {
        long now = System.nanoTime();
        if (now - lastProgress < PROGRESS_NANOS) {
            return false;
        }
        lastProgress = now;
        return true;
    }
}
