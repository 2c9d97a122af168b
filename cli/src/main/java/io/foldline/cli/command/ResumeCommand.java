package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.log.RunStatus;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code foldline resume}: lets a paused run go on. */
@Command(name = "resume", description = "Let a paused run go on.")
final class ResumeCommand extends RunChange {
    @Override
    void change(OneRun run) throws IOException {
        run.requireGoingOn();
        if (run.view().status() != RunStatus.PAUSED) {
            throw new InputException("run %s: expected a paused run, found it %s; nothing holds it up"
                    .formatted(runId, OneRun.words(run.view().status())));
        }
        run.client().resume(runId, "by command");
    }
}
