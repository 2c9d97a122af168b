package io.foldline.cli.command;

import io.foldline.kafka.letter.DeadLetters;
import io.foldline.kafka.letter.Letter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that deals with dead letters, one after the other. */
abstract class LetterSettlement implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    LetterOptions options = new LetterOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    /**
     * Deals with one letter.
     *
     * @return what was done, for the user
     */
    abstract String settle(DeadLetters letters, Letter letter) throws IOException;

    /** What the user has to know besides, a line each. */
    abstract List<String> hints(LogAccess access, List<Letter> settled) throws IOException;

    @Override
    public final Integer call() throws IOException, InterruptedException {
        options.check();
        PrintWriter err = spec.commandLine().getErr();
        try (LogAccess access = LogAccess.openToWrite(connection);
                DeadLetters letters = DeadLetters.open(access.settings())) {
            List<Letter> chosen = options.choose(letters);
            for (Letter letter : chosen) {
                err.println(settle(letters, letter));
            }
            hints(access, chosen).forEach(err::println);
            err.flush();
        }
        return ExitCode.OK;
    }
}
