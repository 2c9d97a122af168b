package io.foldline.cli;

import io.foldline.cli.command.FoldlineCommand;

/** Entry point of {@code foldline}. */
public final class Foldline {
    private Foldline() {}

    public static void main(String[] arguments) {
        System.exit(FoldlineCommand.line().execute(arguments));
    }
}
