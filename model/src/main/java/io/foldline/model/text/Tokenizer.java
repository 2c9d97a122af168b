package io.foldline.model.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokenizer of a checkpoint folder. Gives the token ids that {@code AutoTokenizer.from_pretrained(folder)(text)} of
 * transformers 5 gives, special tokens included; a text that begins with the text of the BOS token gets a second one, as
 * there. Safe for use by several threads.
 */
public final class Tokenizer implements AutoCloseable {
    /** Texts that are encoded at a time: bounds what the encodings take of the memory. */
    private static final int ENCODE_BATCH = 256;

    private final HuggingFaceTokenizer tokenizer;
    private final Truncation truncation;
    private final OptionalInt bos;
    private final OptionalInt eos;
    private final boolean addsBos;

    private Tokenizer(HuggingFaceTokenizer tokenizer, Truncation truncation, OptionalInt bos, OptionalInt eos) {
        this.tokenizer = tokenizer;
        this.truncation = truncation;
        this.bos = bos;
        this.eos = eos;
        addsBos = truncation.prefix() > 0;
    }

    /**
     * Loads the tokenizer of a checkpoint folder.
     *
     * @throws InputException if the folder has no {@code tokenizer.json}, or it cannot be read
     */
    public static Tokenizer load(Path directory) throws IOException {
        Path file = directory.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new InputException(directory + ": no tokenizer.json; the folder of a text model needs one"
                    + " (transformers writes it with tokenizer.save_pretrained)");
        }
        ObjectNode json = TokenizerSettings.object(file);
        TokenizerSettings settings = TokenizerSettings.read(directory);
        TokenizerDefinition definition = TokenizerDefinition.of(json, settings);
        HuggingFaceTokenizer tokenizer = create(file, definition.text());
        return new Tokenizer(
                tokenizer,
                Truncation.of(json, settings, tokenizer.encode("a", true, false)),
                definition.id("bos_token"),
                definition.id("eos_token"));
    }

    private static HuggingFaceTokenizer create(Path file, String definition) throws IOException {
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(definition.getBytes(StandardCharsets.UTF_8)),
                    Map.of("truncation", "false", "padding", "false"));
        } catch (RuntimeException e) {
            throw new InputException(file + ": not a tokenizer definition that can be read: " + e.getMessage(), e);
        }
    }

    /** Token ids of a text with the tokenizer's own special tokens. */
    public int[] encode(String text) {
        return ints(tokenizer.encode(text, true, false).getIds());
    }

    /**
     * Token ids of a text with the tokenizer's own special tokens, at most {@code maxLength} of them: what is too long is
     * cut before the special tokens are added, so that they stay.
     */
    public int[] encode(String text, int maxLength) {
        return truncation.apply(encode(text), maxLength);
    }

    /** Token ids of the text alone, without special tokens around it. */
    public int[] encodePlain(String text) {
        return ints(tokenizer.encode(text, false, false).getIds());
    }

    /** What {@link #encode(String, int)} gives for each of the texts, in parallel. */
    public List<int[]> encodeAll(List<String> texts, int maxLength) {
        int[][] ids = new int[texts.size()][];
        for (int first = 0; first < ids.length; first += ENCODE_BATCH) {
            List<String> some = texts.subList(first, Math.min(first + ENCODE_BATCH, ids.length));
            Encoding[] encodings = tokenizer.batchEncode(some, true, false);
            for (int i = 0; i < encodings.length; i++) {
                ids[first + i] = truncation.apply(ints(encodings[i].getIds()), maxLength);
            }
        }
        return List.of(ids);
    }

    /**
     * Token ids of texts as samples of a model's input: what {@link #encode(String, int)} gives, except that a text which
     * begins with the text of the BOS token gets no second one, and a rendered conversation no special tokens at all.
     */
    public List<int[]> encodeSamples(List<SampleText> samples, int maxLength) {
        Truncation bare = truncation.withoutSpecialTokens();
        return samples.stream()
                .map(sample -> sample.rendered()
                        ? bare.apply(encodePlain(sample.text()), maxLength)
                        : truncation.apply(withOneBos(encode(sample.text())), maxLength))
                .toList();
    }

    private int[] withOneBos(int[] ids) {
        boolean doubled =
                bos.isPresent() && ids.length > 1 && ids[0] == bos.getAsInt() && ids[1] == bos.getAsInt() && addsBos;
        return doubled ? Arrays.copyOfRange(ids, 1, ids.length) : ids;
    }

    /** The text that the ids stand for, special tokens written out. */
    public String decode(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }

    /** The text that the ids stand for, without special tokens. */
    public String decodeText(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    /** Id of the token that begins a sequence; empty if the configuration names none. */
    public OptionalInt bos() {
        return bos;
    }

    /** Id of the token that ends a sequence; empty if the configuration names none. */
    public OptionalInt eos() {
        return eos;
    }

    private static int[] ints(long[] ids) {
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
