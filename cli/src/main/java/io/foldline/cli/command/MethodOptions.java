package io.foldline.cli.command;

import io.foldline.pruning.RidgeSetting;
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
            names = "--compat",
            paramLabel = "reference",
            description = "Reproduce the original ReplaceMe library, defects included, for comparison alone.")
    @Nullable
    String compat;
}
