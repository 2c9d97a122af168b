package io.foldline.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;

/**
 * Runs a stage in this process, without Kafka: split, work, gather. Nothing is retried: the first fault ends the stage.
 *
 * @param threads tasks worked on at the same time, at least 1
 */
public record InProcess(ArtifactStore artifacts, int threads, ProgressListener listener) {
    public InProcess {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
        }
    }

    /** Works on one task after the other and reports no progress. */
    public InProcess(ArtifactStore artifacts) {
        this(artifacts, 1, ProgressListener.NONE);
    }

    /**
     * Runs {@code stage} on {@code event}.
     *
     * @throws IOException what the work throws
     * @throws CancelledException if this thread is interrupted
     */
    public <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            O run(Stage<I, T, R, O> stage, I event) throws IOException {
        List<T> tasks = stage.split(event);
        WorkContext context = new Context(artifacts, listener);
        return stage.gather(event, threads == 1 ? inOrder(stage, tasks, context) : parallel(stage, tasks, context));
    }

    private static <T extends SpecificRecord, R extends SpecificRecord> List<R> inOrder(
            Stage<?, T, R, ?> stage, List<T> tasks, WorkContext context) throws IOException {
        List<R> results = new ArrayList<>(tasks.size());
        for (T task : tasks) {
            context.checkCancelled();
            results.add(stage.work(task, context));
        }
        return results;
    }

    private <T extends SpecificRecord, R extends SpecificRecord> List<R> parallel(
            Stage<?, T, R, ?> stage, List<T> tasks, WorkContext context) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<R>> running = tasks.stream()
                    .map(task -> pool.submit(() -> stage.work(task, context)))
                    .toList();
            List<R> results = new ArrayList<>(tasks.size());
            for (Future<R> future : running) {
                results.add(await(future));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static <R> R await(Future<R> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException | CancellationException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while work was running");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException fault) {
                throw fault;
            }
            if (cause instanceof RuntimeException fault) {
                throw fault;
            }
            if (cause instanceof Error fault) {
                throw fault;
            }
            throw new IllegalStateException("work threw what it may not throw", cause);
        }
    }

    private record Context(ArtifactStore artifacts, ProgressListener listener) implements WorkContext {
        @Override
        public void progress(long done, long total, String unit) {
            listener.progress(done, total, unit);
        }

        /** What dies with this process is begun anew. */
        @Override
        public <S> Optional<S> saved(Reader<S> reader) {
            return Optional.empty();
        }

        @Override
        public void save(ArtifactStore.Writer writer) {}

        @Override
        public void checkCancelled() {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("interrupted");
            }
        }
    }
}
