package io.foldline.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ResourceException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.model.torch.TorchScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A transformer, run block by block. Weights are mapped from the checkpoint where they need no conversion, and read when a
 * pass first reaches them; only one block's activations are held at a time. Several threads may run passes at once.
 *
 * <p>All passes fail with {@link InputException} if the input is not one for this model, or a weight or activation is not
 * finite, and with {@link ResourceException} if memory runs out.
 */
public abstract sealed class BlockModel implements AutoCloseable permits TokenModel, VisionModel {
    private final Path path;
    private final Architecture architecture;
    private final Weights weights;
    private final TorchScript script;
    /** Of each block, the number of its kind. */
    private final List<Integer> kinds;
    /** The blocks that a pass goes through, ascending. */
    private final List<Integer> route;
    /** By the block, where that is that what its MLP adds is multiplied by. */
    private final Map<Integer, TensorInfo> transforms;

    BlockModel(Checkpoint checkpoint, Architecture architecture, ComputeOptions options) {
        this.path = checkpoint.path();
        this.architecture = architecture;
        this.weights = new Weights(checkpoint, architecture, options);
        script = TorchScript.compile(architecture.modelType(), DecoderSource.of(architecture));
        kinds = IntStream.range(0, architecture.blocks())
                .mapToObj(architecture::kind)
                .toList();
        route = IntStream.range(0, architecture.blocks()).boxed().toList();
        transforms = Map.of();
    }

    /** A variant of another model, with which it shares what is the same. */
    BlockModel(BlockModel dense, Variant variant) {
        path = dense.path;
        architecture = dense.architecture;
        weights = dense.weights.replacing(variant.replaced());
        script = dense.script;
        kinds = dense.kinds;
        route = variant.kept();
        transforms = variant.transforms();
    }

    /**
     * This model with fewer blocks and other weights. Blocks keep their numbers. Usable as long as this model is; to be
     * closed before it.
     *
     * @throws InputException if a tensor that is put in place of another differs in shape
     */
    public abstract BlockModel variant(Variant variant);

    /**
     * Opens a checkpoint to compute with, be it a language model or a vision model.
     *
     * @throws InputException when the architecture is not supported, or a tensor is missing or has another shape than the
     *     configuration says
     */
    public static BlockModel load(Checkpoint checkpoint, ComputeOptions options) {
        Architecture architecture = Architecture.of(checkpoint);
        return architecture.patches() == null
                ? new LanguageModel(checkpoint, architecture, options)
                : new VisionModel(checkpoint, architecture, options);
    }

    public final Architecture architecture() {
        return architecture;
    }

    /** Where the tensors of the passes are. */
    public final Device device() {
        return weights.manager().getDevice();
    }

    /**
     * Runs a batch through the blocks up to one of them.
     *
     * @param lastBlock number of the block to stop after, one that a pass goes through
     * @param tap is shown each block
     */
    public final void forward(ModelInput batch, int lastBlock, BlockTap tap) throws IOException {
        try (NDManager scope = weights.manager().newSubManager()) {
            run(scope, batch, lastBlock, tap);
        }
    }

    /**
     * What a block multiplies by: the weights of its maps and norms, without biases, in the compute dtype. The model's own,
     * not to be changed or closed.
     */
    public final List<NDArray> blockWeights(int block) throws IOException {
        List<NDArray> all = weights.block(block);
        return weightPlaces(block).stream().map(all::get).toList();
    }

    /** Where among the tensors of a block its weights are. */
    final List<Integer> weightPlaces(int block) {
        List<TensorSpec> specs = architecture.blockTensors(block);
        return IntStream.range(0, specs.size())
                .filter(i -> specs.get(i).name().endsWith(".weight"))
                .boxed()
                .toList();
    }

    /** What a method of the blocks is called for one of them. */
    final String method(String name, int block) {
        return BlockSource.method(name, kinds.get(block));
    }

    /**
     * The model's final norm, which comes between the last block and the output head.
     *
     * @param hidden shape (… × width)
     * @return same shape, owned by the manager of {@code hidden}
     */
    public final NDArray finalNorm(NDArray hidden) throws IOException {
        return script.tensor(hidden.getManager(), "final_norm", hidden, weights.outputs());
    }

    @Override
    public final void close() {
        if (!weights.isVariant()) {
            script.close();
        }
        weights.close();
    }

    /**
     * What goes into the first block.
     *
     * @param scope owns it, (sequences × positions × width)
     */
    abstract NDArray embed(NDManager scope, ModelInput batch) throws IOException;

    final Path path() {
        return path;
    }

    final Weights weights() {
        return weights;
    }

    final List<Integer> route() {
        return route;
    }

    final TorchScript script() {
        return script;
    }

    final InputException unfit(ModelInput batch, String expected) {
        return new InputException("%s: model_type %s takes %s, not a %s"
                .formatted(
                        path,
                        architecture.modelType(),
                        expected,
                        batch.getClass().getSimpleName()));
    }

    /**
     * What the head makes of some positions.
     *
     * @param rows of the positions in a tensor flattened to (sequences × positions) rows
     * @return for each of them a row of {@link Architecture#outputs} values
     * @throws InputException also if a value is not finite
     */
    final float[][] outputs(ModelInput batch, long[] rows) throws IOException {
        try (NDManager scope = weights.manager().newSubManager()) {
            NDArray hidden = run(scope, batch, architecture.blocks() - 1, BlockTap.NONE);
            float[] all = script.tensor(scope, "outputs", hidden, scope.create(rows), weights.outputs())
                    .toFloatArray();
            float[][] outputs = new float[rows.length][architecture.outputs()];
            for (int i = 0; i < all.length; i++) {
                if (!Float.isFinite(all[i])) {
                    throw new InputException(
                            path
                                    + ": the output head gives NaN or infinite values, expected finite ones; the weights are unusable");
                }
                outputs[i / architecture.outputs()][i % architecture.outputs()] = all[i];
            }
            return outputs;
        }
    }

    /** What comes out of the last block, finite; owned by the scope. */
    final NDArray run(NDManager scope, ModelInput batch, int lastBlock, BlockTap tap) throws IOException {
        NDArray output = blocks(scope, batch, lastBlock, tap);
        if (!script.test("finite", output)) {
            throw notFinite(batch, lastBlock);
        }
        return output;
    }

    private NDArray blocks(NDManager scope, ModelInput batch, int lastBlock, BlockTap tap) throws IOException {
        if (lastBlock < 0 || lastBlock >= architecture.blocks()) {
            throw new IndexOutOfBoundsException(
                    "block " + lastBlock + " of a model with " + architecture.blocks() + " blocks");
        }
        NDArray x = embed(scope, batch);
        List<NDArray> rotation = script.tensors(scope, "rotation", x);
        for (int block : route) {
            if (block > lastBlock) {
                break;
            }
            NDArray output = block(scope, block, x, rotation, tap);
            x.close();
            x = output;
        }
        return x;
    }

    /** Takes what comes out of the last block of a pass that left one out; it is closed afterwards. */
    @FunctionalInterface
    interface LeftOut {
        void accept(int block, NDArray output) throws IOException;
    }

    /** Passes without each of some blocks, one at a time; what is in front of it is computed once for all. */
    final void withoutEach(NDManager scope, ModelInput batch, List<Integer> leftOut, LeftOut sink) throws IOException {
        NDArray x = embed(scope, batch);
        List<NDArray> rotation = script.tensors(scope, "rotation", x);
        for (int i = 0; i < route.size(); i++) {
            if (leftOut.contains(route.get(i))) {
                NDArray output = x.duplicate();
                for (int block : route.subList(i + 1, route.size())) {
                    NDArray next = block(scope, block, output, rotation, BlockTap.NONE);
                    output.close();
                    output = next;
                }
                sink.accept(route.get(i), output);
                output.close();
            }
            NDArray output = block(scope, route.get(i), x, rotation, BlockTap.NONE);
            x.close();
            x = output;
        }
    }

    private NDArray block(NDManager scope, int block, NDArray x, List<NDArray> rotation, BlockTap tap)
            throws IOException {
        if (!transforms.containsKey(block) && !tap.wantsParts(block)) {
            NDArray output = script.tensor(scope, method("block", block), x, rotation, weights.block(block));
            tap.accept(new BlockStates(block, x, output));
            return output;
        }
        List<NDArray> parts = script.tensors(scope, method("parts", block), x, rotation, weights.block(block));
        parts = transformed(scope, block, parts);
        try {
            tap.accept(new BlockStates(block, x, parts));
        } finally {
            parts.subList(1, parts.size()).forEach(NDArray::close);
        }
        return parts.get(0);
    }

    /** The parts of a block, of which the first three are output, residual and MLP output, with its transform if it has one. */
    final List<NDArray> transformed(NDManager scope, int block, List<NDArray> parts) throws IOException {
        @Nullable TensorInfo transform = transforms.get(block);
        if (transform == null) {
            return parts;
        }
        List<NDArray> all = script.tensors(scope, "folded", parts, weights.extra("transform of " + block, transform));
        parts.forEach(NDArray::close);
        return all;
    }

    /** A value that is not finite stays so up the residual stream: one look at the end tells, a second pass tells where. */
    private InputException notFinite(ModelInput batch, int lastBlock) throws IOException {
        int[] first = {lastBlock};
        try (NDManager scope = weights.manager().newSubManager()) {
            blocks(scope, batch, lastBlock, states -> {
                if (states.block() < first[0] && !script.test("finite", states.output())) {
                    first[0] = states.block();
                }
            });
        }
        return notFinite(first[0]);
    }

    final InputException notFinite(int block) {
        return new InputException(
                "%s: the output of block %d holds NaN or infinite values, expected finite activations; try --dtype f32, else the weights are unusable"
                        .formatted(path, block));
    }
}
