package io.foldline.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The texts whose activations are gathered. */
final class CalibrationOptions {
    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description =
                    "Texts: a .jsonl file, or a plain .txt file with a text a paragraph. Needed unless nothing is to be chosen or folded.")
    @Nullable
    String source;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "Field of the JSONL file that holds the text. Default: ${DEFAULT-VALUE}.")
    String column = "text";

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "128",
            description = "Texts taken, at most, from the start of the file. Default: ${DEFAULT-VALUE}.")
    int samples = 128;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "Texts are truncated to this many tokens. Default: the positions of the model, at most 1024"
                    + " for calibration.")
    @Nullable
    Integer maxLength;

    @Option(
            names = "--chat-template",
            paramLabel = "auto|off",
            defaultValue = "auto",
            description = "Rendering of conversations; plain texts are never rendered. Default: ${DEFAULT-VALUE}.")
    String chatTemplate = "auto";
}
