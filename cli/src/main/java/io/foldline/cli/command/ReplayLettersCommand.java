package io.foldline.cli.command;

import io.foldline.kafka.letter.DeadLetters;
import io.foldline.kafka.letter.Letter;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code foldline dead-letters replay}: sends letters to their topics again. */
@Command(
        name = "replay",
        description = {
            "Send dead letters to their topics again, key, value and headers as they were.",
            "Helps where the reason has gone: a service was too old, or the schema is there now."
        })
final class ReplayLettersCommand extends LetterSettlement {
    @Override
    String settle(DeadLetters letters, Letter letter) throws IOException {
        letters.replay(letter, options.reason);
        return "%s replayed to %s".formatted(letter.id(), letter.topic());
    }

    @Override
    List<String> hints(LogAccess access, List<Letter> settled) throws IOException {
        List<String> hints = new ArrayList<>();
        for (String run : failedRuns(access, settled)) {
            hints.add("run %s has failed: 'foldline retry %s' begins it again where it failed".formatted(run, run));
        }
        if (access.isAlone()) {
            hints.add("no process works on this data directory; the next one that does reads what was replayed");
        }
        return hints;
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
