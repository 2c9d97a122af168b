package io.foldline.benchmarks.scale;

import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long an idle stage takes from the event that starts it to its own, with one task that takes no time: split, work
 * and gather, each committed. Runs follow each other through five stages. Argument: an empty folder.
 */
public final class Hop {
    private static final int WARM_UP = 100;
    private static final int RUNS = 200;

    private Hop() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        try (Simulation simulation = Simulation.start(Path.of(args[0]));
                RunClient client = RunClient.open(simulation.settings());
                RunLog log = RunLog.open(simulation.settings())) {
            simulation.pipeline(1, Duration.ZERO);
            for (int i = 0; i < WARM_UP + RUNS; i++) {
                String runId = "run-" + i;
                client.submit(Simulation.request(runId, 1));
                RunView run = log.follow(runId, RunListener.NONE);
                if (i >= WARM_UP) {
                    millis.addAll(hops(run));
                }
                Thread.sleep(20);
            }
        }
        Collections.sort(millis);
        System.out.printf(
                "| hops | p50 | p90 | p99 | most |%n|---|---|---|---|---|%n| %d | %.0f ms | %.0f ms | %.0f ms | %.0f ms |%n",
                millis.size(), at(millis, 0.5), at(millis, 0.9), at(millis, 0.99), at(millis, 1));
    }

    /** From the time of the record that starts a stage to that of the record that ends it. */
    private static List<Double> hops(RunView run) {
        List<Double> hops = new ArrayList<>();
        Instant begin = run.requestedAt();
        for (var stage : Topics.STAGES) {
            StageView view = run.stage(stage.stage());
            if (begin != null && view.endedAt() != null) {
                hops.add(Duration.between(begin, view.endedAt()).toNanos() / 1e6);
            }
            begin = view.endedAt();
        }
        return hops;
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
