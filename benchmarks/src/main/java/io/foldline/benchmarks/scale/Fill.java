package io.foldline.benchmarks.scale;

import io.foldline.kafka.log.LogReader;
import io.foldline.kafka.log.RunClient;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Fills the data directory {@code ARGUMENT 1} with {@code ARGUMENT 2} finished runs, by taking them through five
 * simulated stages.
 */
public final class Fill {
    private static final int TASKS = 2;
    private static final int WORKERS = 4;
    private static final int OPEN = 500;

    private Fill() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = Integer.parseInt(args[1]);
        try (Simulation simulation = Simulation.start(Path.of(args[0]).toAbsolutePath())) {
            simulation.pipeline(WORKERS, Duration.ZERO);
            long begin = System.nanoTime();
            Set<String> ends = Set.of(Topics.RUN_COMPLETED.name(), Topics.RUN_FAILED.name());
            try (RunClient client = RunClient.open(simulation.settings());
                    LogReader reader = LogReader.open(simulation.settings(), ends, Set.of())) {
                int[] ended = new int[1];
                for (int submitted = 0; ended[0] < runs; ) {
                    while (submitted < runs && submitted < ended[0] + OPEN) {
                        client.submit(Simulation.request("run-%06d".formatted(submitted++), TASKS));
                    }
                    reader.poll(Duration.ofMillis(200), record -> ended[0]++);
                }
            }
            System.out.printf("%d runs in %.0f s%n", runs, (System.nanoTime() - begin) / 1e9);
        }
    }
}
