package io.foldline.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.foldline.evaluator.Evaluation;
import io.foldline.evaluator.EvaluationTask;
import io.foldline.evaluator.EvaluationTasks;
import io.foldline.evaluator.SampleListener;
import io.foldline.evaluator.TaskFigures;
import io.foldline.evaluator.TaskOptions;
import io.foldline.model.ComputeOptions;
import io.foldline.stage.ProgressListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Times evaluations in float32 on the CPU, from the loaded model to the figures; reading the items is part of it. Prints a line
 * a round: items, seconds, CPU seconds. Arguments: model folder, folder of items, examples, items of each task at most,
 * rounds, tasks with commas between them.
 */
public final class Evaluate {
    private Evaluate() {}

    public static void main(String[] args) throws IOException {
        TaskOptions options = new TaskOptions(args[1], null, Integer.parseInt(args[2]));
        EvaluationTasks tasks = EvaluationTasks.of(List.of(args[5].split(",")), options);
        Evaluation evaluation = new Evaluation(tasks, Integer.valueOf(args[3]), null);
        for (int round = 0; round < Integer.parseInt(args[4]); round++) {
            Clock clock = new Clock();
            List<TaskFigures> figures =
                    evaluation.evaluate(Path.of(args[0]), ComputeOptions.parse("cpu", "f32"), clock);
            clock.print(figures.stream().mapToLong(TaskFigures::items).sum());
        }
    }

    /** Starts with the first task, when the model is loaded. */
    private static final class Clock implements Evaluation.Listener {
        private long wall;
        private long cpu;

        @Override
        public ProgressListener progress(EvaluationTask task) {
            return ProgressListener.NONE;
        }

        @Override
        public SampleListener samples(EvaluationTask task) {
            if (wall == 0) {
                wall = System.nanoTime();
                cpu = cpuNanos();
            }
            return SampleListener.NONE;
        }

        void print(long items) {
            System.out.printf(
                    Locale.ROOT, "%d %.3f %.3f%n", items, (System.nanoTime() - wall) / 1e9, (cpuNanos() - cpu) / 1e9);
        }

        private static long cpuNanos() {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        }
    }
}
