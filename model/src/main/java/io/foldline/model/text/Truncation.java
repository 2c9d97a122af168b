package io.foldline.model.text;

import ai.djl.huggingface.tokenizers.Encoding;
import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Cuts encodings to a length as the tokenizers library does: the text is cut, the special tokens around it stay.
 *
 * @param prefix special tokens in front of every text
 * @param suffix special tokens behind every text
 * @param left whether the start of a long text is cut off, not its end
 */
record Truncation(int prefix, int suffix, boolean left) {
    /** @param example encoding of some text that is not empty, with special tokens */
    static Truncation of(JsonNode tokenizerJson, TokenizerSettings settings, Encoding example) {
        long[] mask = example.getSpecialTokenMask();
        int prefix = 0;
        while (prefix < mask.length && mask[prefix] == 1) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < mask.length - prefix && mask[mask.length - 1 - suffix] == 1) {
            suffix++;
        }
        String fileSide = tokenizerJson.path("truncation").path("direction").asText("right");
        String side = settings.config().path("truncation_side").asText(fileSide);
        return new Truncation(prefix, suffix, side.toLowerCase(Locale.ROOT).equals("left"));
    }

    /** The same for texts that get no special tokens. */
    Truncation withoutSpecialTokens() {
        return new Truncation(0, 0, left);
    }

    /** At most {@code maxLength} of {@code ids}, an encoding with special tokens. */
    int[] apply(int[] ids, int maxLength) {
        if (maxLength < prefix + suffix || maxLength < 1) {
            throw new InputException("length of " + maxLength + " tokens: the tokenizer adds " + (prefix + suffix)
                    + " special tokens to every text; allow more");
        }
        int excess = ids.length - maxLength;
        if (excess <= 0) {
            return ids;
        }
        int cut = left ? prefix : ids.length - suffix - excess;
        int[] kept = Arrays.copyOf(ids, maxLength);
        System.arraycopy(ids, cut + excess, kept, cut, ids.length - cut - excess);
        return kept;
    }
}
