package io.foldline.scorer;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.event.RunRequested;
import io.foldline.model.Architecture;
import io.foldline.model.ModelCache;
import io.foldline.model.ModelInput;
import io.foldline.model.TokenBatch;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.CalibrationSet;
import io.foldline.passes.ModelUse;
import io.foldline.pruning.BlockAmounts;
import io.foldline.pruning.Quantity;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Measures what the blocks of a model amount to. */
record BlockMeasure(ModelCache models, TokenizedSamples samples) {
    /** In what the budget of the request is counted; a time is that of the weights as they are, whatever statistics are gathered with. */
    BlockAmounts measure(RunRequested request, Quantity quantity, WorkContext context) throws IOException {
        ModelUse use = ModelUse.of(request.getModel(), request.getCompute());
        return switch (quantity) {
            case PARAMETERS -> stored(Checkpoint.open(use.folder()), TensorInfo::elements);
            case BYTES -> stored(Checkpoint.open(use.folder()), TensorInfo::bytes);
            case LATENCY -> {
                try (ModelCache.Lease lease = use.lease(models);
                        PassTimes times = new PassTimes(lease.model())) {
                    yield times.measure(input(request, lease.model().architecture()), context);
                }
            }
        };
    }

    /** Tokens of a text do not change how long it takes; a picture has to be there. */
    private ModelInput input(RunRequested request, Architecture architecture) throws IOException {
        if (architecture.patches() != null) {
            CalibrationSet pictures = CalibrationSet.of(request, samples);
            return pictures.batches(new ItemRange(0, 1)).get(0).tokens();
        }
        // Of a single token there is nothing to predict.
        int[] ids = IntStream.range(0, Math.max(2, request.getCalibration().getMaxLength()))
                .map(position -> position % architecture.vocabulary())
                .toArray();
        return new TokenBatch(new int[][] {ids});
    }

    /** What the tensors of each block, and the others, amount to together. */
    static BlockAmounts stored(Checkpoint checkpoint, ToLongFunction<TensorInfo> size) {
        Architecture architecture = Architecture.of(checkpoint);
        List<Double> blocks = IntStream.range(0, architecture.blocks())
                .mapToObj(block -> (double) sum(checkpoint, architecture.blockPrefix(block), size))
                .toList();
        double all = sum(checkpoint, "", size);
        return new BlockAmounts(
                all - blocks.stream().mapToDouble(Double::doubleValue).sum(), blocks);
    }

    private static long sum(Checkpoint checkpoint, String prefix, ToLongFunction<TensorInfo> size) {
        return checkpoint.tensors().values().stream()
                .filter(tensor -> tensor.name().startsWith(prefix))
                .mapToLong(size)
                .sum();
    }
}
