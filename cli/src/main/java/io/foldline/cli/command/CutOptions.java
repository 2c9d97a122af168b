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
            paramLabel = "N|P%|BUDGET",
            converter = DropConverter.class,
            description = "Blocks to remove, as a number or as a share of all blocks; or at least so much: params:1.2B,"
                    + " bytes:10GB (KB, MB, GB, KiB, MiB, GiB), or latency:20%% of the time of a forward pass, which is"
                    + " measured. The selector chooses which.")
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
            description =
                    "Windows that the selector chooses, among which the blocks to remove are shared out as evenly as can be;"
                            + " those that touch become one cut. Default: ${DEFAULT-VALUE}.")
    int cutCount = 1;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description =
                    "Where the statistics of several cuts come from: one-shot, all from the dense model; sequential, those of"
                            + " each cut from the model with the folds in front of it. Default: sequential where a transform"
                            + " is folded, but for --compat.")
    @Nullable
    String policy;

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
