package io.foldline.cli.command;

import io.foldline.kafka.letter.DeadLetters;
import io.foldline.kafka.letter.Letter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foldline dead-letters discard}: records that letters are not wanted any more. */
@Command(
        name = "discard",
        description =
                "Record that dead letters are not wanted any more. They stay in the topic; 'list' leaves them out.")
final class DiscardLettersCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    LetterOptions options = new LetterOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check();
        PrintWriter err = spec.commandLine().getErr();
        try (LogAccess access = LogAccess.openToWrite(connection);
                DeadLetters letters = DeadLetters.open(access.settings())) {
            for (Letter letter : options.choose(letters)) {
                letters.discard(letter, options.reason);
                err.println(letter.id() + " discarded");
            }
            err.flush();
        }
        return ExitCode.OK;
    }
}
