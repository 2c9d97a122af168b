package io.foldline.cli.command;

import picocli.CommandLine.Option;

/** What every command knows. */
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--debug", description = "Show stack traces of failures.")
    boolean debug;
}
