package io.foldline.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.util.stream.LongStream;

/**
 * A model of the tokens of texts. Passes fail with {@link InputException} also if a token id is outside the vocabulary or a
 * sequence is longer than the model's positions.
 */
public abstract sealed class TokenModel extends BlockModel permits LanguageModel, TextTower {
    TokenModel(Checkpoint checkpoint, Architecture architecture, ComputeOptions options) {
        super(checkpoint, architecture, options);
    }

    TokenModel(TokenModel dense, Variant variant) {
        super(dense, variant);
    }

    @Override
    final NDArray embed(NDManager scope, ModelInput batch) throws IOException {
        if (!(batch instanceof TokenBatch tokens)) {
            throw unfit(batch, "token ids");
        }
        requireUsable(tokens);
        NDArray ids = scope.create(tokens.paddedIds(), new Shape(tokens.size(), tokens.length()));
        return embed(
                scope, ids, scope.create(LongStream.range(0, tokens.length()).toArray()));
    }

    /**
     * What goes into the first block for some tokens.
     *
     * @param ids (sequences × tokens), int64
     * @param positions of the tokens of each sequence, int64
     */
    final NDArray embed(NDManager scope, NDArray ids, NDArray positions) throws IOException {
        return script().tensor(scope, "embed", ids, positions, weights().inputs());
    }

    final void requireUsable(TokenBatch batch) {
        if (batch.length() > architecture().maxPositions()) {
            throw new InputException(
                    "a sequence has %d tokens, but %s has %d positions; shorten it or lower --max-length"
                            .formatted(batch.length(), path(), architecture().maxPositions()));
        }
        requireVocabulary(batch);
    }

    /** Whether queries and keys of sequences of one length are turned as those of another. */
    final boolean turnsAlike(int length, int other) {
        return architecture().ropes().stream().noneMatch(rope -> rope.differs(length, other));
    }

    final void requireVocabulary(TokenBatch batch) {
        for (int sequence = 0; sequence < batch.size(); sequence++) {
            for (int position = 0; position < batch.length(sequence); position++) {
                int id = batch.id(sequence, position);
                if (id < 0 || id >= architecture().vocabulary()) {
                    throw new InputException(
                            "token id %d is outside the vocabulary of %s (0 to %d); its tokenizer belongs to another model"
                                    .formatted(id, path(), architecture().vocabulary() - 1));
                }
            }
        }
    }
}
