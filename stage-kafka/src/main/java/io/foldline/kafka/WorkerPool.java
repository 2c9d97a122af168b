package io.foldline.kafka;

import io.foldline.schemas.StageTopics;
import io.foldline.stage.Stage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;

/** The workers of one service, each on a thread. */
final class WorkerPool implements AutoCloseable {
    /** Work that is asked to end has this long to look up, and to save how far it is. */
    static final Duration LEAVE = Duration.ofSeconds(5);

    private final List<StageWorker<?, ?>> workers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Drain drain;
    private final Duration grace;

    private WorkerPool(Drain drain, Duration grace) {
        this.drain = drain;
        this.grace = grace;
    }

    static <T extends SpecificRecord, R extends SpecificRecord> WorkerPool start(
            StageTopics<?, T, R, ?> topics, Stage<?, T, R, ?> stage, WorkerSetup setup) {
        WorkerPool pool = new WorkerPool(setup.drain(), setup.options().grace());
        for (int i = 0; i < setup.options().workers(); i++) {
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

    /** Asks the workers to come to their end, without waiting. */
    void stop() {
        drain.begin(grace, LEAVE);
        workers.forEach(StageWorker::wake);
    }

    /** Has the workers give back what they are at, and waits until they have. */
    void giveBack(Duration patience) {
        drain.begin(Duration.ZERO, patience);
        workers.forEach(StageWorker::wake);
        join();
    }

    /** Waits until the workers have ended. */
    @Override
    public void close() {
        stop();
        join();
    }

    private void join() {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
