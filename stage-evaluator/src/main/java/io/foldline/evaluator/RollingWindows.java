package io.foldline.evaluator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The windows in which lm-evaluation-harness scores a text that is longer than the model's context: every token once.
 * The first window sees a prefix token in front of the text; a full window after it sees one token of what went before,
 * the last and shorter one as many as fit.
 */
final class RollingWindows {
    private RollingWindows() {}

    /**
     * @param tokens the text; empty: no window
     * @param prefix token that stands in front of the first
     * @param length tokens that the model sees at once, so that a request has at most one more
     */
    static List<ModelRequest> of(int[] tokens, int prefix, int length) {
        List<ModelRequest> windows = new ArrayList<>();
        if (tokens.length == 0) {
            return windows;
        }
        int predicted = Math.min(length, tokens.length);
        int[] first = new int[predicted + 1];
        first[0] = prefix;
        System.arraycopy(tokens, 0, first, 1, predicted);
        windows.add(new ModelRequest.Likelihood(first, 1));
        while (predicted < tokens.length) {
            int end = Math.min(predicted + length, tokens.length);
            int start = end - length - 1;
            windows.add(new ModelRequest.Likelihood(Arrays.copyOfRange(tokens, start, end), predicted - start));
            predicted = end;
        }
        return windows;
    }
}
