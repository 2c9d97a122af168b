package io.foldline.cli.show;

import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.MethodOption;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.RidgeSetting;
import java.util.List;
import java.util.stream.Collectors;

/** The methods and selectors, one paragraph each. */
public final class MethodsPage {
    private MethodsPage() {}

    /** The page, each line ended. */
    public static String of(List<PruningMethod> methods, List<BlockSelector> selectors) {
        return "Methods (--method): how removed blocks are made up for\n\n"
                + methods.stream().map(MethodsPage::method).collect(Collectors.joining("\n"))
                + "\nSelectors (--selector): which blocks go; of each measure the least\n\n"
                + selectors.stream().map(MethodsPage::selector).collect(Collectors.joining("\n"));
    }

    private static String method(PruningMethod method) {
        String ridge = method.ridge().map(MethodsPage::ridge).orElse("");
        return "%s\n    %s\n    selector %s%s\n"
                        .formatted(
                                method.name(),
                                method.description(),
                                method.selector().name(),
                                ridge)
                + options("--option", method.options())
                + "    " + method.paper() + "\n";
    }

    private static String ridge(RidgeSetting ridge) {
        return ridge instanceof RidgeSetting.Relative relative ? "; ridge (--alpha) " + relative.factor() : "";
    }

    private static String selector(BlockSelector selector) {
        return "%s\n    %s\n    measure: %s\n".formatted(selector.name(), selector.description(), selector.measure())
                + options("--selector-option", selector.options())
                + "    " + selector.paper() + "\n";
    }

    private static String options(String flag, List<MethodOption> options) {
        return options.stream()
                .map(option -> "    %s %s=%s: %s (%s)\n"
                        .formatted(flag, option.name(), option.fallback(), option.description(), option.range()))
                .collect(Collectors.joining());
    }
}
