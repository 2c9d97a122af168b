package io.foldline.cli.command;

import io.foldline.cli.show.LettersTable;
import io.foldline.kafka.letter.DeadLetters;
import io.foldline.kafka.letter.Letter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code foldline dead-letters list}: a line a letter. */
@Command(name = "list", description = "List the dead letters that nobody dealt with yet.")
final class ListLettersCommand implements Callable<Integer> {
    @Mixin
    CommonOptions common = new CommonOptions();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--settled", description = "Also those that were replayed or discarded.")
    boolean settled;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (LogAccess access = LogAccess.open(connection);
                DeadLetters letters = DeadLetters.open(access.settings())) {
            List<Letter> shown = settled ? letters.all() : letters.unsettled();
            PrintWriter out = spec.commandLine().getOut();
            out.print(shown.isEmpty() ? "no dead letters\n" : LettersTable.of(shown));
            out.flush();
        }
        return ExitCode.OK;
    }
}
