package io.foldline.cli.command;

import io.foldline.cli.request.RunFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code foldline run}: {@code foldline prune} with options from a file; options of the command line come first. */
@Command(
        name = "run",
        description = {
            "Prune as a file says. Its keys are the options of 'foldline prune' without dashes; options that are given"
                    + " here override it.",
            "Relative paths, in the file too, are relative to the working directory."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    PruneOptions options = new PruneOptions();

    @Parameters(index = "0", paramLabel = "CONFIG.yaml", description = "The run file.")
    Path file = Path.of("");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        ParseResult given = command.getParseResult();
        Set<String> keys = spec.options().stream()
                .filter(option -> !option.usageHelp())
                .map(RunCommand::key)
                .collect(Collectors.toSet());
        List<String> arguments = new ArrayList<>(List.of("prune"));
        for (Map.Entry<String, List<String>> entry : RunFile.read(file, keys).entrySet()) {
            if (!given.hasMatchedOption("--" + entry.getKey())) {
                entry.getValue().forEach(value -> arguments.add("--" + entry.getKey() + "=" + value));
            }
        }
        for (OptionSpec option : given.matchedOptions()) {
            option.originalStringValues().forEach(value -> arguments.add(option.longestName() + "=" + value));
        }
        return FoldlineCommand.line()
                .setOut(command.getOut())
                .setErr(command.getErr())
                .execute(arguments.toArray(String[]::new));
    }

    private static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }
}
