package io.foldline.benchmarks.merge;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.merger.PrunedCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ejml.dense.row.CommonOps_DDRM;

/** Times one fold of the checkpoint of {@link Synthesize}, nothing written. Arguments: model, block, times. */
public final class Fold {
    private Fold() {}

    public static void main(String[] arguments) throws IOException {
        int block = Integer.parseInt(arguments[1]);
        CheckpointDraft draft = PrunedCheckpoint.draft(
                Checkpoint.open(Path.of(arguments[0])),
                List.of(block + 1),
                Map.of(block, () -> CommonOps_DDRM.identity(Synthesize.WIDTH)));
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            for (OutputTensor tensor : draft.tensors()) {
                if (tensor instanceof OutputTensor.Computed computed) {
                    long start = System.nanoTime();
                    computed.values().writeTo(values -> {});
                    double seconds = (System.nanoTime() - start) / 1e9;
                    double operations = 2.0 * Synthesize.WIDTH * Synthesize.WIDTH * Synthesize.INNER;
                    System.out.printf(Locale.ROOT, "%.1f s, %.1f GFLOP/s%n", seconds, operations / seconds / 1e9);
                }
            }
        }
    }
}
