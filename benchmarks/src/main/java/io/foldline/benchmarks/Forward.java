package io.foldline.benchmarks;

import ai.djl.ndarray.NDManager;
import com.sun.management.OperatingSystemMXBean;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.TokenBatch;
import io.foldline.model.torch.TorchEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * Times full passes of a model over one batch and prints CPU and wall time a token, in microseconds. Arguments: model
 * folder, {@code taps} or {@code logits}, {@code f32} or {@code bf16}, number of passes.
 */
public final class Forward {
    private static final int SEQUENCES = 8;
    private static final int LENGTH = 256;
    private static final int WARM_UP = 5;

    private Forward() {}

    public static void main(String[] args) throws IOException {
        ComputeOptions options = ComputeOptions.parse("cpu", args[2]);
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(Path.of(args[0])), options)) {
            Pass pass = args[1].equals("taps") ? Forward::taps : Forward::logits;
            TokenBatch batch = batch(model.architecture().vocabulary());
            repeat(pass, model, batch, WARM_UP);
            int passes = Integer.parseInt(args[3]);
            long cpu = cpuNanos();
            long wall = System.nanoTime();
            repeat(pass, model, batch, passes);
            double tokens = (double) passes * SEQUENCES * LENGTH * 1000;
            System.out.printf(
                    Locale.ROOT, "%.3f %.3f%n", (cpuNanos() - cpu) / tokens, (System.nanoTime() - wall) / tokens);
        }
    }

    /** A way to run the whole model. */
    private interface Pass {
        void run(LanguageModel model, TokenBatch batch) throws IOException;
    }

    private static void repeat(Pass pass, LanguageModel model, TokenBatch batch, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            pass.run(model, batch);
        }
    }

    /** All states of all blocks, no logits. */
    private static void taps(LanguageModel model, TokenBatch batch) throws IOException {
        model.forward(batch, model.architecture().blocks() - 1, new BlockTap() {
            @Override
            public void accept(BlockStates states) {}

            @Override
            public boolean wantsParts(int block) {
                return true;
            }
        });
    }

    private static void logits(LanguageModel model, TokenBatch batch) throws IOException {
        try (NDManager manager = TorchEngine.newManager(model.device())) {
            model.logits(manager, batch);
        }
    }

    private static TokenBatch batch(int vocabulary) {
        Random random = new Random(1);
        int[][] ids = new int[SEQUENCES][];
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            ids[sequence] = random.ints(LENGTH, 0, vocabulary).toArray();
        }
        return new TokenBatch(ids);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
