package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ResourceException;
import io.foldline.stage.CancelledException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Turns what a command throws into one line on standard error and an exit code; {@code --debug} adds the trace. */
final class FailureHandler implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("foldline: " + describe(failure));
        if (parsed.hasMatchedOption("--debug") || System.getenv("FOLDLINE_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode(failure);
    }

    private static int exitCode(Exception failure) {
        if (failure instanceof InputException) {
            return ExitCode.BAD_INPUT;
        }
        if (failure instanceof RunFailedException || failure instanceof ResourceException) {
            return ExitCode.RUN_FAILED;
        }
        return failure instanceof CancelledException ? ExitCode.CANCELLED : ExitCode.INTERNAL;
    }

    private static String describe(Exception failure) {
        String message = failure.getMessage();
        boolean expected = exitCode(failure) != ExitCode.INTERNAL;
        if (message == null || message.isBlank()) {
            return failure.getClass().getName() + " (--debug shows where)";
        }
        String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
        return expected ? line : failure.getClass().getSimpleName() + ": " + line + " (--debug shows where)";
    }
}
