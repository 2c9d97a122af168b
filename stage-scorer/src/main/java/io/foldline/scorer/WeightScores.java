package io.foldline.scorer;

import ai.djl.ndarray.NDArray;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ResourceException;
import io.foldline.model.BlockModel;
import io.foldline.model.LanguageModel;
import io.foldline.model.LossGradients;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.torch.MemoryException;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.BlockSelectors;
import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What the weights of each block but the first, of its maps and norms, add up to (Kim et al., Shortened LLaMA, 2024). Sums
 * in float64.
 */
final class WeightScores implements AutoCloseable {
    private final TorchScript script = TorchScript.compile("weight-scores", """
            def magnitude(self, w: Tensor) -> float:
              return float(torch.sum(torch.abs(w), dtype=torch.float64))
            def salience(self, w: Tensor, g: Tensor) -> float:
              return float(torch.sum(torch.abs(torch.mul(w, g)), dtype=torch.float64))
            """);

    /**
     * {@code Σ|W|}; of no samples.
     *
     * @param listener hears the number of blocks that are done; may end the work by what it throws
     */
    BlockScores magnitudes(BlockModel model, IntConsumer listener) throws IOException {
        int blocks = model.architecture().blocks();
        double[] sums = new double[blocks - 1];
        for (int block = 1; block < blocks; block++) {
            for (NDArray weight : model.blockWeights(block)) {
                sums[block - 1] += script.number("magnitude", weight);
            }
            listener.accept(block + 1);
        }
        return new BlockScores(sums, 1, 0, 0);
    }

    /**
     * {@code Σ|W ∂loss/∂W|}, the loss in nats being summed over all samples before the absolute value is taken, so that no
     * part of the samples has a sum of its own.
     *
     * @param listener hears the number of blocks that are done; may end the work by what it throws
     * @throws InputException if the model is none of language
     * @throws ResourceException if there is not enough memory
     */
    BlockScores saliences(BlockModel model, List<SampleBatch> batches, IntConsumer listener) throws IOException {
        LanguageModel language = RemovalLosses.language(model, BlockSelectors.TAYLOR);
        List<TokenBatch> texts =
                batches.stream().map(batch -> (TokenBatch) batch.tokens()).toList();
        int blocks = model.architecture().blocks();
        double[] sums = new double[blocks - 1];
        try (LossGradients gradients = new LossGradients(language)) {
            gradients.of(texts, (block, weights, found) -> {
                for (int i = 0; block > 0 && i < weights.size(); i++) {
                    sums[block - 1] += script.number("salience", weights.get(i), found.get(i));
                }
                listener.accept(blocks - block);
            });
        } catch (MemoryException e) {
            throw new ResourceException(
                    "not enough memory for the gradients of %d samples: give --selector-option samples=N with fewer, or lower the maximum length."
                            .formatted(texts.stream().mapToInt(TokenBatch::size).sum()),
                    e);
        }
        long samples = texts.stream().mapToLong(TokenBatch::size).sum();
        long tokens = texts.stream().mapToLong(TokenBatch::realTokens).sum();
        return new BlockScores(sums, tokens - samples, samples, tokens);
    }

    @Override
    public void close() {
        script.close();
    }
}
