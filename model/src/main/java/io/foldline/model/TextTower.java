package io.foldline.model;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;

/** The tower of texts of a model of images and texts (Radford et al., arXiv:2103.00020). It is computed with, never pruned. */
public final class TextTower extends TokenModel {
    /** What transformers takes where the configuration does not name the token that ends a text. */
    private static final int DEFAULT_END = 49407;

    /** What early configurations name by mistake; the token with the highest id is meant. */
    private static final int MISTAKEN_END = 2;

    private final int end;

    private TextTower(Checkpoint checkpoint, Architecture architecture, ComputeOptions options) {
        super(checkpoint, architecture, options);
        ConfigReader section = new ConfigSection(architecture.family().section())
                .of(ConfigReader.of(checkpoint.config().json()));
        end = section.count("eos_token_id", DEFAULT_END);
    }

    private TextTower(TextTower dense, Variant variant) {
        super(dense, variant);
        end = dense.end;
    }

    @Override
    public TextTower variant(Variant variant) {
        return new TextTower(this, variant);
    }

    /**
     * Opens the tower of texts of a checkpoint, if it has one.
     *
     * @return empty if the model has none
     * @throws InputException as {@link BlockModel#load}
     */
    public static Optional<TextTower> find(Checkpoint checkpoint, ComputeOptions options) {
        return Architecture.textTower(checkpoint.config().json())
                .map(architecture -> new TextTower(checkpoint, architecture, options));
    }

    /**
     * The features of texts, before they are normalized: what the projection makes of the token that ends each, as
     * {@code CLIPModel.get_text_features} of transformers does.
     *
     * @return a row a text
     * @throws InputException also if a value is not finite
     */
    public float[][] features(TokenBatch batch) throws IOException {
        return outputs(
                batch,
                IntStream.range(0, batch.size())
                        .mapToLong(text -> batch.row(text, end(batch, text)))
                        .toArray());
    }

    /** The first position of the token that ends a text; the first position of all where it is not there, as in transformers. */
    private int end(TokenBatch batch, int text) {
        IntStream positions = IntStream.range(0, batch.length(text));
        return end == MISTAKEN_END
                ? positions
                        .reduce((a, b) -> batch.id(text, b) > batch.id(text, a) ? b : a)
                        .orElse(0)
                : positions
                        .filter(position -> batch.id(text, position) == end)
                        .findFirst()
                        .orElse(0);
    }
}
