package io.foldline.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How fast a run of 10,000 tasks that take no time is split, worked on and gathered, by the number of workers. Argument:
 * an empty folder.
 */
public final class SplitAndGather {
    private static final int[] WORKERS = {4, 16, 32};
    private static final int TASKS = 10_000;
    private static final int WARM_UP = 2_000;

    private SplitAndGather() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println("| workers | seconds | tasks a second |\n|---|---|---|");
        try (Simulation simulation = Simulation.start(Path.of(args[0]))) {
            for (int workers : WORKERS) {
                simulation.scorer(workers, Duration.ZERO);
                Scored.seconds(simulation.settings(), Simulation.request("warm-up-" + workers, WARM_UP));
                double seconds = Scored.seconds(simulation.settings(), Simulation.request("run-" + workers, TASKS));
                System.out.printf("| %d | %.2f | %.0f |%n", workers, seconds, TASKS / seconds);
                simulation.stopServices();
            }
        }
    }
}
