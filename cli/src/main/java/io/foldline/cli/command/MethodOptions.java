package io.foldline.cli.command;

import io.foldline.pruning.RidgeSetting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the removed blocks are made up for. */
final class MethodOptions {
    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "replaceme-ls",
            description =
                    "replaceme-ls, diagonal, orthogonal, refit-down, reconstruct or auto (new weights for all blocks"
                            + " behind the cut), or uidl (the blocks are dropped, nothing is folded). Default: ${DEFAULT-VALUE}.")
    String method = "replaceme-ls";

    @Option(
            names = "--alpha",
            paramLabel = "X|auto",
            converter = RidgeConverter.class,
            description = "Ridge of the least squares, relative to the mean diagonal of the Gram matrix, or chosen on"
                    + " held-out texts. Default: 1e-3; 0.1 for refit-down, reconstruct and auto.")
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
