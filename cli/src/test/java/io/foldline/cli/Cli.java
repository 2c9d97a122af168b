package io.foldline.cli;

import io.foldline.cli.command.FoldlineCommand;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What {@code foldline} answered, run in this process.
 *
 * @param exit exit code
 * @param out standard output
 * @param err standard error
 */
public record Cli(int exit, String out, String err) {
    /** Runs {@code foldline} with these arguments. */
    public static Cli run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int exit = FoldlineCommand.line()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Cli(exit, out.toString(), err.toString());
    }
}
