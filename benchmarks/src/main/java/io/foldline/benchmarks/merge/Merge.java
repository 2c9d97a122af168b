package io.foldline.benchmarks.merge;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.merger.PrunedCheckpoint;
import io.foldline.passes.fold.StoredTransform;
import io.foldline.passes.fold.TransformSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Merges the checkpoint of {@link Synthesize} in this process and prints seconds, CPU seconds of the whole process, bytes
 * written and peaks of memory.
 * Arguments: model, output, first block removed, last block removed, the blocks that take the transform.
 */
public final class Merge {
    private Merge() {}

    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(arguments[0]);
        List<Integer> removed = new ArrayList<>();
        for (int block = Integer.parseInt(arguments[2]); block <= Integer.parseInt(arguments[3]); block++) {
            removed.add(block);
        }
        TransformSource transform =
                new StoredTransform(SafetensorsFile.read(model.resolveSibling("transform.safetensors"))
                        .tensor("transform"));
        Map<Integer, TransformSource> folds = new HashMap<>();
        for (int i = 4; i < arguments.length; i++) {
            folds.put(Integer.parseInt(arguments[i]), transform);
        }
        AnonymousMemory memory = AnonymousMemory.watch();
        long start = System.nanoTime();
        CheckpointDraft draft = PrunedCheckpoint.draft(Checkpoint.open(model), removed, folds);
        new CheckpointWriter().write(draft, Path.of(arguments[1]), "benchmark", WriteProgress.SILENT);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%.1f %.1f %d %d %d%n",
                seconds,
                cpuSeconds(),
                draft.weightBytes(),
                AnonymousMemory.kilobytes("VmHWM") / 1024,
                memory.peakKilobytes() / 1024);
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }
}
