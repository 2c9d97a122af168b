package io.foldline.scorer;

import io.foldline.checkpoint.InputException;
import io.foldline.model.Architecture;
import io.foldline.model.BlockModel;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.ImageBatch;
import io.foldline.model.LanguageModel;
import io.foldline.model.ModelInput;
import io.foldline.model.TokenBatch;
import io.foldline.model.VisionModel;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.BlockAmounts;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How long a forward pass takes on this machine, block by block, in seconds: medians of several passes. Blocks of one kind
 * compute the same, so the median is over all of them but the first, whose time would hold that of the embedding.
 */
final class PassTimes implements AutoCloseable {
    private static final int PASSES = 7;

    private final BlockModel model;
    /** Devices compute while we go on: a value that is read has been computed. */
    private final TorchScript script = TorchScript.compile("wait", """
            def last(self, x: Tensor) -> float:
              return float(torch.reshape(x, [-1])[-1])
            """);

    PassTimes(BlockModel model) {
        this.model = model;
    }

    /** The times of passes of one input, after one that is not counted. */
    BlockAmounts measure(ModelInput input, WorkContext context) throws IOException {
        Architecture architecture = model.architecture();
        int last = architecture.blocks() - 1;
        Map<Integer, List<Double>> byKind = new HashMap<>();
        List<Double> whole = new ArrayList<>();
        pass(input);
        for (int pass = 0; pass < PASSES; pass++) {
            context.checkCancelled();
            Clock clock = new Clock();
            model.forward(input, last, clock);
            for (int block = Math.min(1, last); block <= last; block++) {
                byKind.computeIfAbsent(architecture.kind(block), kind -> new ArrayList<>())
                        .add(clock.seconds.get(block));
            }
            long begin = System.nanoTime();
            pass(input);
            whole.add((System.nanoTime() - begin) / 1e9);
            context.progress(pass + 1, PASSES, "passes");
        }
        Map<Integer, Double> medians = new HashMap<>();
        byKind.forEach((kind, seconds) -> medians.put(kind, median(seconds)));
        double other = median(byKind.values().stream().flatMap(List::stream).toList());
        List<Double> blocks = IntStream.rangeClosed(0, last)
                .mapToObj(block -> medians.getOrDefault(architecture.kind(block), other))
                .toList();
        double inBlocks = blocks.stream().mapToDouble(Double::doubleValue).sum();
        return new BlockAmounts(Math.max(0, median(whole) - inBlocks), blocks);
    }

    /** From the input to what the head makes of it. */
    private void pass(ModelInput input) throws IOException {
        if (model instanceof LanguageModel language && input instanceof TokenBatch texts) {
            language.logLikelihoods(texts, new int[] {1});
        } else if (model instanceof VisionModel vision && input instanceof ImageBatch images) {
            vision.outputs(images);
        } else {
            throw new InputException("latency of model_type %s cannot be measured; use another --drop"
                    .formatted(model.architecture().modelType()));
        }
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : DoubleStream.of(sorted[middle - 1], sorted[middle]).average().orElseThrow();
    }

    /** Seconds between the ends of blocks. */
    private final class Clock implements BlockTap {
        private final List<Double> seconds = new ArrayList<>();
        private long end = System.nanoTime();

        @Override
        public void accept(BlockStates states) {
            script.number("last", states.output());
            long now = System.nanoTime();
            seconds.add((now - end) / 1e9);
            end = now;
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
