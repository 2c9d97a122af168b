package io.foldline.cli.command;

import io.foldline.cli.show.LetterPage;
import io.foldline.kafka.letter.DeadLetters;
import io.foldline.kafka.letter.Letter;
import io.foldline.kafka.letter.LetterId;
import io.foldline.kafka.letter.LetterReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code foldline dead-letters show}: all there is to know about one letter. */
@Command(name = "show", description = "Show a dead letter: what is wrong with it, its headers, its value.")
final class ShowLetterCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Parameters(index = "0", paramLabel = "N", description = "The letter, such as 0-17.")
    String name = "";

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        LetterId id = LetterId.parse(name);
        try (LogAccess access = LogAccess.open(connection);
                DeadLetters letters = DeadLetters.open(access.settings())) {
            Letter letter = letters.get(id);
            LetterReader reader = new LetterReader(access.settings());
            PrintWriter out = spec.commandLine().getOut();
            out.print(LetterPage.of(letter, reader.fault(letter), reader.json(letter)));
            out.flush();
        }
        return ExitCode.OK;
    }
}
