package io.foldline.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code foldline dead-letters}: what to do about records that no stage could read. */
@Command(
        name = "dead-letters",
        description = {
            "Records that no stage could read, set aside with their bytes and headers.",
            "A letter is named by its place in the topic foldline.dead-letter.v1, such as 0-17."
        },
        subcommands = {
            ListLettersCommand.class,
            ShowLetterCommand.class,
            ReplayLettersCommand.class,
            DiscardLettersCommand.class
        })
final class DeadLettersCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "nothing says what to do; give list, show, replay or discard");
    }
}
