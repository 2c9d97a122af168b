package io.foldline.kafka;

import io.foldline.schemas.StageTopics;
import io.foldline.stage.Stage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** The workers of one service, each on a thread. */
final class WorkerPool implements AutoCloseable {
    private final List<StageWorker<?, ?>> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final EndedRuns ended;

    private WorkerPool(EndedRuns ended) {
        this.ended = ended;
    }

    /** @param count number of workers */
    static <T extends SpecificRecord, R extends SpecificRecord> WorkerPool start(
            StageTopics<?, T, R, ?> topics, Stage<?, T, R, ?> stage, WorkerSetup setup, int count) {
        WorkerPool pool = new WorkerPool(setup.ended());
        for (int i = 0; i < count; i++) {
            String name = topics.stage() + "-" + host() + "-"
                    + ProcessHandle.current().pid() + "-" + i;
            StageWorker<T, R> worker = new StageWorker<>(topics, stage, setup, name);
            Thread thread = new Thread(worker, "foldline-" + name);
            pool.workers.add(worker);
            pool.threads.add(thread);
            thread.start();
        }
        return pool;
    }

    /** Asks the workers to end, without waiting. */
    void stop() {
        workers.forEach(StageWorker::stop);
    }

    /** Waits until the workers have ended. */
    @Override
    public void close() {
        stop();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.close();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
