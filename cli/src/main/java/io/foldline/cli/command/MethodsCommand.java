package io.foldline.cli.command;

import io.foldline.cli.show.MethodsPage;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.PruningMethods;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foldline methods}: what can be said for {@code --method} and {@code --selector}. */
@Command(name = "methods", description = "List the methods and the selectors, with their options.")
final class MethodsCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(MethodsPage.of(PruningMethods.all(), BlockSelectors.all()));
        out.flush();
        return ExitCode.OK;
    }
}
