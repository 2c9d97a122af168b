package io.foldline.kafka.log;

import io.foldline.checkpoint.InputException;
import java.util.regex.Pattern;

/** Names of runs: they become parts of file names and keys. */
public final class RunIds {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    private RunIds() {}

    /** @throws InputException if {@code runId} is not a name for a run */
    public static void check(String runId) {
        if (!ALLOWED.matcher(runId).matches()) {
            throw new InputException("run id '" + runId
                    + "': expected 1 to 100 letters, digits, '.', '_' or '-', not beginning with '.'; choose another");
        }
    }
}
