package io.foldline.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How many tasks a second workers do whose tasks take 200 ms: one worker and several, each on a run long enough to tell.
 * Argument: an empty folder.
 */
public final class ScaleOut {
    private static final Duration WORK = Duration.ofMillis(200);
    private static final int[] WORKERS = {1, 4, 16, 32};
    private static final int TASKS_A_WORKER = 60;

    private ScaleOut() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println("| workers | tasks | seconds | tasks a second | times one worker |\n|---|---|---|---|---|");
        double one = 0;
        try (Simulation simulation = Simulation.start(Path.of(args[0]))) {
            for (int workers : WORKERS) {
                simulation.scorer(workers, WORK);
                int tasks = workers * TASKS_A_WORKER;
                Scored.seconds(simulation.settings(), Simulation.request("warm-up-" + workers, 2 * workers));
                double seconds = Scored.seconds(simulation.settings(), Simulation.request("run-" + workers, tasks));
                double rate = tasks / seconds;
                one = workers == 1 ? rate : one;
                System.out.printf("| %d | %d | %.1f | %.1f | %.2f |%n", workers, tasks, seconds, rate, rate / one);
                simulation.stopServices();
            }
        }
    }
}
