package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.RidgeSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the removed blocks are made up for. */
final class MethodOptions {
    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "replaceme-ls",
            description = "How the removed blocks are made up for; 'foldline methods' lists the methods."
                    + " Default: ${DEFAULT-VALUE}.")
    String method = "replaceme-ls";

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "Something that the method can be told; may be repeated. 'foldline methods' lists what.")
    Map<String, String> options = Map.of();

    @Option(
            names = "--alpha",
            paramLabel = "X|auto",
            converter = RidgeConverter.class,
            description = "Ridge of the least squares, relative to the mean diagonal of the Gram matrix, or chosen on"
                    + " held-out texts. Default: that of the method.")
    @Nullable
    RidgeSetting alpha;

    @Option(names = "--alpha-absolute", paramLabel = "X", description = "The ridge as an absolute number.")
    @Nullable
    Double alphaAbsolute;

    @Option(
            names = "--time-budget",
            paramLabel = "TIME",
            converter = DeadlineConverter.class,
            description =
                    "Time after which nothing is begun that can be left out: blocks to be chosen one after the other are"
                            + " taken at once, and blocks that would get new weights keep theirs. Written as for --deadline."
                            + " Default: none.")
    @Nullable
    Deadline timeBudget;

    @Option(
            names = "--compat",
            paramLabel = "reference",
            description = "Reproduce the original ReplaceMe library, defects included, for comparison alone.")
    @Nullable
    String compat;

    /**
     * The time budget in seconds; 0: none.
     *
     * @throws InputException if it ends by {@code now}
     */
    int timeBudget(Instant now) {
        if (timeBudget == null) {
            return 0;
        }
        long seconds = Duration.between(now, timeBudget.of(now)).toSeconds();
        if (seconds < 1 || seconds > Integer.MAX_VALUE) {
            throw new InputException("--time-budget: %d seconds, expected at least 1".formatted(seconds));
        }
        return (int) seconds;
    }
}
