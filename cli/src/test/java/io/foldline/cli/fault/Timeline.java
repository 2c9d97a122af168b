package io.foldline.cli.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets the faults of a schedule happen, each at its time, whatever the others do. */
final class Timeline {
    private Timeline() {}

    /** Returns when the last fault is over. */
    static void play(Scene scene) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> faults = new ArrayList<>();
            for (Fault fault : scene.schedule().faults()) {
                faults.add(threads.submit(() -> {
                    Thread.sleep(fault.at().toMillis());
                    fault.begin(scene);
                    Thread.sleep(fault.lasting().toMillis());
                    fault.end(scene);
                    return fault;
                }));
            }
            for (Future<?> fault : faults) {
                fault.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a fault of " + scene.schedule() + " cannot happen", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
