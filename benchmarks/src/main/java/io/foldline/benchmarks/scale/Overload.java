package io.foldline.benchmarks.scale;

import io.foldline.cli.local.DataDirectory;
import io.foldline.cli.local.Pipeline;
import io.foldline.event.Calibration;
import io.foldline.event.ChatTemplate;
import io.foldline.event.Compute;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Evaluation;
import io.foldline.event.Method;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.event.TextSource;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Publishes {@code ARGUMENT 4} requests at once, for runs on the model {@code ARGUMENT 2} with the texts {@code ARGUMENT 3},
 * to all five stages and a broker in this process, whose data are in the folder {@code ARGUMENT 1}; prints how runs ended
 * and what memory that took. Each run has a ridge of its own: a transform and a checkpoint of its own, therefore.
 */
public final class Overload {
    private static final int WORKERS = 1;
    private static final Path STATUS = Path.of("/proc/self/status");

    private Overload() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]).toAbsolutePath();
        String model = uri(args[1]);
        String texts = uri(args[2]);
        int count = Integer.parseInt(args[3]);
        try (DataDirectory directory = DataDirectory.at(folder.resolve("data"));
                Pipeline pipeline = Pipeline.local(directory, WORKERS, null, waiting -> {});
                RunLog log = RunLog.open(pipeline.settings());
                RunClient client = RunClient.open(pipeline.settings())) {
            System.out.println("before: " + memory());
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                client.submit(request("run-" + i, model, texts, folder.resolve("out"), 1e-3 * (1 + i)));
            }
            System.out.printf("%d requests published in %.1f s%n", count, seconds(begin));
            int told = 0;
            while (ended(log) < count) {
                pipeline.check();
                log.poll(Duration.ofMillis(500), RunListener.NONE);
                if (seconds(begin) > 60 * (told + 1)) {
                    told++;
                    System.out.printf("%.0f s: %d runs ended; %s%n", seconds(begin), ended(log), memory());
                }
            }
            System.out.printf(
                    "%d runs ended, %d of them completed, in %.0f s; %s%n",
                    count, count(log, RunStatus.COMPLETED), seconds(begin), memory());
            log.runs().stream()
                    .map(RunView::failed)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(failed -> System.out.println("one that failed: " + failed));
        }
    }

    private static RunRequested request(String runId, String model, String texts, Path out, double ridge) {
        return RunRequested.newBuilder()
                .setRunId(runId)
                .setRequestedAt(Instant.ofEpochMilli(System.currentTimeMillis()))
                .setModel(model)
                .setOutput(out.resolve(runId).toUri().toString())
                .setDrop(new Drop(DropUnit.BLOCKS, 1.0))
                .setSelector(new Selector("angular", Map.of()))
                .setMethod(new Method("replaceme-ls", new Ridge(RidgeKind.RELATIVE, ridge), Map.of()))
                .setCalibration(
                        new Calibration(List.of(new TextSource(texts, "text", 1.0)), 16, 64, ChatTemplate.AUTO, null))
                .setEvaluation(Evaluation.newBuilder()
                        .setTasks(List.of("ppl:" + texts))
                        .setLimit(4)
                        .build())
                .setCompute(new Compute("cpu", "f32", "auto"))
                .build();
    }

    private static long ended(RunLog log) {
        return log.runs().stream().map(RunView::status).filter(RunStatus::ended).count();
    }

    private static long count(RunLog log, RunStatus status) {
        return log.runs().stream().filter(run -> run.status() == status).count();
    }

    /** Of this process: resident now and at most, and threads. */
    private static String memory() throws IOException {
        return String.join(
                ", ",
                Files.readAllLines(STATUS).stream()
                        .filter(line -> line.matches("(VmRSS|VmHWM|Threads):.*"))
                        .map(line -> line.replaceAll("\\s+", " "))
                        .toList());
    }

    private static String uri(String path) {
        return Path.of(path).toAbsolutePath().toUri().toString();
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
