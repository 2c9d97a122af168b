package io.foldline.merger.fuzz;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.WriteProgress;
import io.foldline.merger.PrunedCheckpoint;
import io.foldline.model.Architecture;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;

/** What is done with a damaged checkpoint: opening and drafting always, reading, writing and computing at times. */
final class Trial {
    private static final int SMALL = 1 << 20;
    private static final int WIDEST = 1024;

    private final Random random;

    Trial(Random random) {
        this.random = random;
    }

    /** Ends, or ends with an {@link io.foldline.checkpoint.InputException}; everything else is a fault. */
    void run(Path folder) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(folder);
        checkpoint.parameters();
        requireWithinFiles(checkpoint);
        Architecture architecture = Architecture.of(checkpoint);
        architecture.blockParameters();
        architecture.headParameters();
        int width = architecture.width() <= WIDEST ? architecture.width() : 8;
        CheckpointDraft draft =
                PrunedCheckpoint.draft(checkpoint, List.of(1), Map.of(0, () -> new DMatrixRMaj(width, width)));
        switch (random.nextInt(100)) {
            case 0 -> compute(checkpoint);
            case 1, 2 -> write(draft, folder);
            case 3, 4, 5, 6, 7, 8, 9, 10 -> read(checkpoint);
            default -> {
                // Opening was all.
            }
        }
    }

    private static void requireWithinFiles(Checkpoint checkpoint) throws IOException {
        for (TensorInfo tensor : checkpoint.tensors().values()) {
            if (tensor.offset() < 10 || tensor.offset() + tensor.bytes() > Files.size(tensor.file())) {
                throw new IllegalStateException("outside of the file: " + tensor);
            }
        }
    }

    private static void read(Checkpoint checkpoint) throws IOException {
        for (TensorInfo tensor : checkpoint.tensors().values()) {
            if (tensor.elements() <= SMALL) {
                TensorReader.doubles(tensor);
            }
        }
    }

    private static void write(CheckpointDraft draft, Path folder) throws IOException {
        Path output = folder.resolveSibling("pruned");
        new CheckpointWriter(50_000).write(draft, output, "fuzz", WriteProgress.SILENT);
        Checkpoint pruned;
        try {
            pruned = Checkpoint.open(output);
        } catch (RuntimeException e) {
            throw new IllegalStateException("what was written cannot be read", e);
        }
        if (pruned.parameters() != draft.parameters()) {
            throw new IllegalStateException("written with other parameters than drafted");
        }
    }

    private static void compute(Checkpoint checkpoint) throws IOException {
        try (LanguageModel model = LanguageModel.load(checkpoint, ComputeOptions.parse("cpu", "auto"))) {
            model.logLikelihoods(new TokenBatch(new int[][] {{0, 1, 0}}), new int[] {1});
        }
    }
}
