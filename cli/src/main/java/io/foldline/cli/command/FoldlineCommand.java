package io.foldline.cli.command;

import io.foldline.schemas.Topics;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foldline} without a command: says what there is. */
@Command(
        name = "foldline",
        description = "Prunes the depth of transformers with no training, as an event pipeline on Kafka.",
        subcommands = {
            PruneCommand.class,
            RunCommand.class,
            AnalyzeCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            MethodsCommand.class,
            DemoCommand.class,
            SubmitCommand.class,
            RunsCommand.class,
            WatchCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RetryCommand.class,
            CancelCommand.class,
            DeadLettersCommand.class,
            StageCommand.class,
            TopicsCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 2 usage, 3 bad input, 4 run failed, 130 cancelled, 1 anything else.",
            "'foldline COMMAND --help' shows the options of a command."
        })
public final class FoldlineCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** The command line, ready to execute; its output and error streams may be set. */
    public static CommandLine line() {
        // Nothing is downloaded at run time: every native library comes with the build.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // The catalogue makes the contracts known to Avro, which builds no event before.
        Topics.all();
        return new CommandLine(new FoldlineCommand())
                .setExecutionExceptionHandler(new FailureHandler())
                .setParameterExceptionHandler(new UsageHandler())
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        command.usage(command.getErr());
        return ExitCode.USAGE;
    }
}
