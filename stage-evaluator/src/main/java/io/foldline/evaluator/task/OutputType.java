package io.foldline.evaluator.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a task asks of a model. */
public enum OutputType {
    /** Which of several continuations is the likeliest. */
    MULTIPLE_CHOICE,
    /** How likely one continuation is. */
    LOGLIKELIHOOD,
    /** How likely a text is, in windows that cover it all. */
    LOGLIKELIHOOD_ROLLING,
    /** A text, which is compared with the right one. */
    GENERATE_UNTIL;

    /** As task files write it. */
    String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<OutputType> of(String written) {
        return Arrays.stream(values())
                .filter(type -> type.written().equals(written))
                .findFirst();
    }
}
