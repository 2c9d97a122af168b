package io.foldline.model;

/**
 * How a family names its tensors. Those of a block follow the block's prefix and number; all are without their
 * {@code .weight} or {@code .bias}.
 *
 * @param blockPrefix what precedes a block's number, with the last dot
 * @param head the output head, absent from checkpoints that tie it to the embedding
 */
public record TensorNames(
        String embedding,
        String blockPrefix,
        String attentionNorm,
        String query,
        String key,
        String value,
        String attentionOutput,
        String mlpNorm,
        String gate,
        String up,
        String down,
        String finalNorm,
        String head) {}
