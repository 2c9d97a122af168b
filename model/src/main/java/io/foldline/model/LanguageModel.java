package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A causal language model. */
public final class LanguageModel extends TokenModel {
    LanguageModel(Checkpoint checkpoint, Architecture architecture, ComputeOptions options) {
        super(checkpoint, architecture, options);
    }

    private LanguageModel(LanguageModel dense, Variant variant) {
        super(dense, variant);
    }

    @Override
    public LanguageModel variant(Variant variant) {
        return new LanguageModel(this, variant);
    }

    /**
     * Opens a checkpoint to compute with.
     *
     * @throws InputException as {@link BlockModel#load}, and when it is no language model
     */
    public static LanguageModel load(Checkpoint checkpoint, ComputeOptions options) {
        if (BlockModel.load(checkpoint, options) instanceof LanguageModel model) {
            return model;
        }
        throw new InputException(checkpoint.path() + ": a vision model, expected a language model");
    }

    /**
     * The output of the head at every position: (sequences × positions × vocabulary), in the compute dtype, rows of padding
     * included. For small batches; {@link #logLikelihoods} needs far less memory.
     *
     * @param manager owns the result
     */
    public NDArray logits(NDManager manager, TokenBatch batch) throws IOException {
        try (NDManager scope = weights().manager().newSubManager()) {
            NDArray hidden = hidden(scope, batch);
            return script().tensor(manager, "logits", hidden, weights().outputs());
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
        ScoredRows rows = ScoredRows.of(batch, firstScored, context::row);
        try (NDManager scope = weights().manager().newSubManager()) {
            NDArray hidden = hidden(scope, context);
            double[] sums = new double[batch.size()];
            for (ScoredRows chunk : rows.chunks(architecture().vocabulary())) {
                chunk.addTo(sums, logLikelihoods(scope, hidden, chunk));
            }
            return sums;
        }
    }

    /** The same for all tokens but the first of each sequence. */
    public double[] logLikelihoods(TokenBatch batch) throws IOException {
        return logLikelihoods(batch, ScoredRows.second(batch));
    }

    /**
     * Sums, for each sequence, how far the probabilities p that this model gives the next token are from those of another
     * one, q: the KL divergence {@code Σ q (log q − log p)}, in nats, at each token but the last. Logits are computed in the
     * compute dtype, the rest in float64.
     *
     * @param other of the same architecture, such as the model that this one is a variant of
     * @return one sum a sequence
     */
    public double[] divergences(TokenBatch batch, LanguageModel other) throws IOException {
        requireVocabulary(batch);
        TokenBatch context = batch.context();
        ScoredRows rows = ScoredRows.of(batch, ScoredRows.second(batch), context::row);
        double[] sums = new double[batch.size()];
        try (NDManager scope = weights().manager().newSubManager()) {
            NDArray now = hidden(scope, context);
            NDArray goal = other.hidden(scope, context);
            for (ScoredRows chunk : rows.chunks(architecture().vocabulary())) {
                try (NDArray indices = scope.create(chunk.rows());
                        NDArray each = script().tensor(
                                        scope,
                                        "divergences",
                                        now,
                                        goal,
                                        indices,
                                        weights().outputs(),
                                        other.weights().outputs())) {
                    chunk.addTo(sums, finite(each.toDoubleArray()));
                }
            }
        }
        return sums;
    }

    /**
     * Sums, for each of some blocks, the natural logarithms of the probabilities that the model without that block gives all
     * tokens of a batch but the first of each sequence.
     *
     * @param leftOut blocks that a pass goes through, ascending
     * @return one sum over all sequences a block
     */
    public double[] logLikelihoodsWithout(TokenBatch batch, List<Integer> leftOut) throws IOException {
        requireVocabulary(batch);
        TokenBatch context = batch.context();
        ScoredRows rows = ScoredRows.of(batch, ScoredRows.second(batch), context::row);
        double[] sums = new double[leftOut.size()];
        try (NDManager scope = weights().manager().newSubManager()) {
            withoutEach(scope, context, leftOut, (block, hidden) -> {
                double[] each = new double[batch.size()];
                for (ScoredRows chunk : rows.chunks(architecture().vocabulary())) {
                    chunk.addTo(each, logLikelihoods(scope, hidden, chunk));
                }
                sums[leftOut.indexOf(block)] = Arrays.stream(each).sum();
            });
        }
        return sums;
    }

    /**
     * What comes out of the last block that a pass goes through: (sequences × positions × width), rows of padding included.
     *
     * @param scope owns it
     */
    public NDArray hidden(NDManager scope, TokenBatch batch) throws IOException {
        return run(scope, batch, architecture().blocks() - 1, BlockTap.NONE);
    }

    /**
     * Rows of the least-squares problem whose solution, a relative change of the final norm's gain, brings the next-token
     * probabilities p of this model closer to those of another, q: a Gauss–Newton step on their mean KL divergence
     * {@code Σ q (log q − log p)}. At each token some of the vocabulary are drawn from {@code (p + q)/2}; a row is how the
     * logit of one of them, less the mean logit under p, changes with the gain, and with the bias where there is one, and the
     * response {@code 2 (q − p)/(q + p)}. Expected over the draws, {@code SᵀS} is the curvature and {@code Sᵀr} the slope.
     *
     * @param scope owns the result
     * @param now hidden states behind the last block of this model, n×d
     * @param other the dense model
     * @param goal its hidden states behind its last block at the same tokens, n×d
     * @param places n×k, each in [0, 1): where in the distribution a token is drawn
     * @return S, nk×d, or nk×2d with a bias, and r, nk×1, both float64
     */
    public List<NDArray> readout(NDManager scope, NDArray now, LanguageModel other, NDArray goal, NDArray places)
            throws IOException {
        return script().tensors(
                        scope,
                        "readout",
                        now,
                        goal,
                        places,
                        weights().outputs(),
                        other.weights().outputs());
    }

    /**
     * What {@link #logLikelihoods} gives, and whether the model would have chosen the same tokens. Tokens that sequences have
     * in common from their start on go through the model once: the costs are those of a {@link TokenTree} of the sequences
     * without their last tokens.
     *
     * @param firstScored as for {@link #logLikelihoods}
     * @return one a sequence
     */
    public List<SequenceScore> scores(TokenBatch batch, int[] firstScored) throws IOException {
        return new TreeScorer(this).scores(batch, firstScored);
    }

    /**
     * Continues prompts, each by the token of the largest logit, the first of equals. Keys and values are kept, and tokens
     * that prompts have in common from their start on go through the model once.
     *
     * @param maxNewTokens at least 1; the longest prompt and these must not be more than the model's positions
     * @param stop says when a text has ended
     * @return for each prompt the new tokens, including those that ended it
     */
    public List<List<Integer>> generate(TokenBatch prompts, int maxNewTokens, StopRule stop) throws IOException {
        return new GreedyDecoder(this, maxNewTokens, stop).generate(prompts);
    }

    /** Number of tokens whose logits fit into memory together. */
    public int tokensAtOnce() {
        return ScoredRows.atOnce(architecture().vocabulary());
    }

    private double[] logLikelihoods(NDManager scope, NDArray hidden, ScoredRows rows) throws IOException {
        try (NDArray indices = scope.create(rows.rows());
                NDArray ids = scope.create(rows.ids());
                NDArray logs = script().tensor(
                                scope,
                                "log_likelihoods",
                                hidden,
                                indices,
                                ids,
                                weights().outputs())) {
            return finite(logs.toDoubleArray());
        }
    }

    /** @throws InputException if one of the values that the output head gave is not */
    double[] finite(double[] values) {
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw badLogits();
        }
        return values;
    }

    InputException badLogits() {
        return new InputException(path()
                + ": the output head gives NaN or infinite values, expected finite logits; the weights are unusable");
    }
}
