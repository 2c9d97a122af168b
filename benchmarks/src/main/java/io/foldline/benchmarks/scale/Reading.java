package io.foldline.benchmarks.scale;

import com.sun.management.OperatingSystemMXBean;
import io.foldline.kafka.EmbeddedBroker;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads the log of the data directory {@code ARGUMENT 1} and starts services on it; prints what each step takes, in
 * seconds of wall time and of CPU time.
 */
public final class Reading {
    private static final int WORKERS = 1;

    private Reading() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]).toAbsolutePath();
        step(
                "start the broker",
                () -> EmbeddedBroker.start(folder.resolve("broker")).close());
        try (Simulation simulation = Simulation.start(folder);
                RunLog log = RunLog.open(simulation.settings())) {
            step("outline all runs", () -> System.out.print(log.snapshot().size() + " runs; "));
            String some = log.runs().get(log.runs().size() / 2).runId();
            step("tell one run of long ago", () -> log.whole(some));
            step("start five services", () -> simulation.pipeline(WORKERS, Duration.ZERO));
            try (RunClient client = RunClient.open(simulation.settings())) {
                String runId = "new-" + System.currentTimeMillis();
                step("submit a run", () -> client.submit(Simulation.request(runId, 1)));
                step("take it through five stages", () -> follow(log, runId));
            }
        }
    }

    private static void follow(RunLog log, String runId) throws IOException {
        while (log.run(runId).filter(run -> run.status().ended()).isEmpty()) {
            log.poll(Duration.ofMillis(200), RunListener.NONE);
        }
    }

    /** A step that may fail. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static void step(String what, Step step) throws IOException, InterruptedException {
        long wall = System.nanoTime();
        long cpu = cpuNanos();
        step.run();
        System.out.printf(
                "%-30s %6.2f s wall, %6.2f s CPU%n", what, (System.nanoTime() - wall) / 1e9, (cpuNanos() - cpu) / 1e9);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
