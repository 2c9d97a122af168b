package io.foldline.cli.command;

import io.foldline.kafka.letter.DeadLetters;
import io.foldline.kafka.letter.Letter;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foldline dead-letters replay}: sends letters to their topics again. */
@Command(
        name = "replay",
        description = {
            "Send dead letters to their topics again, key, value and headers as they were.",
            "Helps where the reason has gone: a service was too old, or the schema is there now."
        })
final class ReplayLettersCommand implements Callable<Integer> {
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
            List<Letter> chosen = options.choose(letters);
            for (Letter letter : chosen) {
                letters.replay(letter, options.reason);
                err.println("%s replayed to %s".formatted(letter.id(), letter.topic()));
            }
            for (String run : failedRuns(access, chosen)) {
                err.println(
                        "run %s has failed: 'foldline retry %s' begins it again where it failed".formatted(run, run));
            }
            if (access.isAlone()) {
                err.println("no process works on this data directory; the next one that does reads what was replayed");
            }
            err.flush();
        }
        return ExitCode.OK;
    }

    private static List<String> failedRuns(LogAccess access, List<Letter> letters) throws IOException {
        Set<String> runs = letters.stream().map(Letter::runId).collect(Collectors.toSet());
        try (RunLog log = RunLog.open(access.settings())) {
            return log.snapshot().stream()
                    .filter(run -> runs.contains(run.runId()) && run.status() == RunStatus.FAILED)
                    .map(RunView::runId)
                    .toList();
        }
    }
}
