package io.foldline.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ResourceException;
import io.foldline.model.torch.TorchScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A causal language model, run block by block. Weights are mapped from the checkpoint where they need no conversion, and
 * read when a pass first reaches them; only one block's activations are held at a time. Several threads may run passes at
 * once.
 *
 * <p>All passes fail with {@link InputException} if a token id is outside the vocabulary, a sequence is longer than the
 * model's positions, or a weight or activation is not finite, and with {@link ResourceException} if memory runs out.
 */
public final class LanguageModel implements AutoCloseable {
    private final Path path;
    private final Architecture architecture;
    private final Weights weights;
    private final TorchScript script;

    private LanguageModel(Path path, Architecture architecture, Weights weights) {
        this.path = path;
        this.architecture = architecture;
        this.weights = weights;
        script = TorchScript.compile(architecture.modelType(), DecoderSource.of(architecture));
    }

    /**
     * Opens a checkpoint to compute with.
     *
     * @throws InputException when the architecture is not supported, or a tensor is missing or has another shape than the
     *     configuration says
     */
    public static LanguageModel load(Checkpoint checkpoint, ComputeOptions options) {
        Architecture architecture = Architecture.of(checkpoint);
        return new LanguageModel(checkpoint.path(), architecture, new Weights(checkpoint, architecture, options));
    }

    public Architecture architecture() {
        return architecture;
    }

    /** Where the tensors of the passes are. */
    public Device device() {
        return weights.manager().getDevice();
    }

    /**
     * Runs a batch through the blocks up to one of them.
     *
     * @param lastBlock number of the block to stop after
     * @param tap is shown each block
     */
    public void forward(TokenBatch batch, int lastBlock, BlockTap tap) throws IOException {
        try (NDManager scope = weights.manager().newSubManager()) {
            run(scope, batch, lastBlock, tap);
        }
    }

    /**
     * The model's final norm, which comes between the last block and the output head.
     *
     * @param hidden shape (… × width)
     * @return same shape, owned by the manager of {@code hidden}
     */
    public NDArray finalNorm(NDArray hidden) throws IOException {
        return script.tensor(hidden.getManager(), "final_norm", hidden, weights.outputs());
    }

    /**
     * The output of the head at every position: (sequences × positions × vocabulary), in the compute dtype, rows of padding
     * included. For small batches; {@link #logLikelihoods} needs far less memory.
     *
     * @param manager owns the result
     */
    public NDArray logits(NDManager manager, TokenBatch batch) throws IOException {
        try (NDManager scope = weights.manager().newSubManager()) {
            NDArray hidden = run(scope, batch, architecture.blocks() - 1, BlockTap.NONE);
            return script.tensor(manager, "logits", hidden, weights.outputs());
        }
    }

    /**
     * Sums, for each sequence, the natural logarithms of the probabilities of its tokens, each given all tokens before it.
     * Logits are computed in the compute dtype, their logarithms and sums in float64. The last token of a sequence is only
     * predicted, so a sequence may be one token longer than the model's positions.
     *
     * @param firstScored for each sequence the position of the first token that counts; at least 1, since the first token
     *     has nothing before it; the sequence's length if none counts
     * @return one sum a sequence
     */
    public double[] logLikelihoods(TokenBatch batch, int[] firstScored) throws IOException {
        requireVocabulary(batch);
        TokenBatch context = batch.context();
        ScoredRows rows = ScoredRows.of(batch, context, firstScored);
        try (NDManager scope = weights.manager().newSubManager()) {
            NDArray hidden = run(scope, context, architecture.blocks() - 1, BlockTap.NONE);
            double[] sums = new double[batch.size()];
            for (ScoredRows chunk : rows.chunks(architecture.vocabulary())) {
                chunk.addTo(sums, logLikelihoods(scope, hidden, chunk));
            }
            return sums;
        }
    }

    @Override
    public void close() {
        script.close();
        weights.close();
    }

    private double[] logLikelihoods(NDManager scope, NDArray hidden, ScoredRows rows) throws IOException {
        try (NDArray indices = scope.create(rows.rows());
                NDArray ids = scope.create(rows.ids());
                NDArray logs = script.tensor(scope, "log_likelihoods", hidden, indices, ids, weights.outputs())) {
            double[] values = logs.toDoubleArray();
            for (double value : values) {
                if (!Double.isFinite(value)) {
                    throw new InputException(
                            path
                                    + ": the output head gives NaN or infinite values, expected finite logits; the weights are unusable");
                }
            }
            return values;
        }
    }

    private NDArray run(NDManager scope, TokenBatch batch, int lastBlock, BlockTap tap) throws IOException {
        NDArray output = blocks(scope, batch, lastBlock, tap);
        if (!script.test("finite", output)) {
            throw notFinite(batch, lastBlock);
        }
        return output;
    }

    private NDArray blocks(NDManager scope, TokenBatch batch, int lastBlock, BlockTap tap) throws IOException {
        if (lastBlock < 0 || lastBlock >= architecture.blocks()) {
            throw new IndexOutOfBoundsException(
                    "block " + lastBlock + " of a model with " + architecture.blocks() + " blocks");
        }
        requireUsable(batch);
        NDArray ids = scope.create(batch.paddedIds(), new Shape(batch.size(), batch.length()));
        NDArray x = script.tensor(scope, "embed", ids, weights.inputs());
        List<NDArray> rotation = script.tensors(scope, "rotation", x);
        for (int block = 0; block <= lastBlock; block++) {
            NDArray output = block(scope, block, x, rotation, tap);
            x.close();
            x = output;
        }
        return x;
    }

    private NDArray block(NDManager scope, int block, NDArray x, List<NDArray> rotation, BlockTap tap)
            throws IOException {
        int kind = architecture.distinctKinds().indexOf(architecture.kinds().get(block));
        if (!tap.wantsParts(block)) {
            NDArray output = script.tensor(scope, BlockSource.method("block", kind), x, rotation, weights.block(block));
            tap.accept(new BlockStates(block, x, output, null, null));
            return output;
        }
        List<NDArray> parts =
                script.tensors(scope, BlockSource.method("parts", kind), x, rotation, weights.block(block));
        try (NDArray residual = parts.get(1);
                NDArray mlpOutput = parts.get(2)) {
            tap.accept(new BlockStates(block, x, parts.get(0), residual, mlpOutput));
        }
        return parts.get(0);
    }

    private void requireUsable(TokenBatch batch) {
        if (batch.length() > architecture.maxPositions()) {
            throw new InputException(
                    "a sequence has %d tokens, but %s has %d positions; shorten it or lower --max-length"
                            .formatted(batch.length(), path, architecture.maxPositions()));
        }
        requireVocabulary(batch);
    }

    private void requireVocabulary(TokenBatch batch) {
        for (int sequence = 0; sequence < batch.size(); sequence++) {
            for (int position = 0; position < batch.length(sequence); position++) {
                int id = batch.id(sequence, position);
                if (id < 0 || id >= architecture.vocabulary()) {
                    throw new InputException(
                            "token id %d is outside the vocabulary of %s (0 to %d); its tokenizer belongs to another model"
                                    .formatted(id, path, architecture.vocabulary() - 1));
                }
            }
        }
    }

    /** A value that is not finite stays so up the residual stream: one look at the end tells, a second pass tells where. */
    private InputException notFinite(TokenBatch batch, int lastBlock) throws IOException {
        int[] first = {lastBlock};
        try (NDManager scope = weights.manager().newSubManager()) {
            blocks(scope, batch, lastBlock, states -> {
                if (states.block() < first[0] && !script.test("finite", states.output())) {
                    first[0] = states.block();
                }
            });
        }
        return new InputException(
                "%s: the output of block %d holds NaN or infinite values, expected finite activations; try --dtype f32, else the weights are unusable"
                        .formatted(path, first[0]));
    }
}
