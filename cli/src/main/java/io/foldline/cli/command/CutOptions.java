package io.foldline.cli.command;

import io.foldline.pruning.Cut;
import io.foldline.pruning.DropAmount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which blocks are removed, or how many and by which measure. */
final class CutOptions {
    @Option(
            names = "--drop",
            paramLabel = "N|P%",
            converter = DropConverter.class,
            description = "Blocks to remove, as a number or as a share of all blocks; the selector chooses which.")
    @Nullable
    DropAmount drop;

    @Option(
            names = "--cut",
            paramLabel = "KEPT:N",
            converter = CutConverter.class,
            description =
                    "An explicit cut instead of --drop: 20:8 removes 21-28 and folds them into 20. May be repeated.")
    List<Cut> cuts = List.of();

    @Option(
            names = "--cuts",
            paramLabel = "K",
            defaultValue = "1",
            description = "Cuts that the selector may choose; only 1 is supported yet.")
    int cutCount = 1;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            defaultValue = "one-shot",
            description = "Where the statistics of several cuts come from; only one-shot is supported yet.")
    String policy = "one-shot";

    @Option(
            names = "--selector",
            paramLabel = "NAME",
            description =
                    "What chooses the blocks; 'foldline methods' lists the selectors. Default: that of the method,"
                            + " mostly angular.")
    @Nullable
    String selector;

    @Option(
            names = "--selector-option",
            paramLabel = "NAME=VALUE",
            description = "Something that the selector can be told; may be repeated.")
    Map<String, String> selectorOptions = Map.of();
}
