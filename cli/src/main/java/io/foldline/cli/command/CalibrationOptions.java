package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.event.TextSource;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The texts or images whose activations are gathered. */
final class CalibrationOptions {
    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description =
                    "Texts: a .jsonl, .json (also .jsonl.gz, .json.gz), .csv, .tsv or .parquet file, a folder of .parquet files, or a .txt file with a text a paragraph;"
                            + " or hf://datasets/ORG/NAME[@REVISION][/PATH], a data set of the Hugging Face hub."
                            + " For a model of images: a folder of .jpg and .png files, or with a subfolder a class, or .parquet files with a column of pictures."
                            + " May be repeated. Needed unless nothing is to be chosen or folded.")
    List<String> sources = List.of();

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description =
                    "Column that holds the texts or conversations, by default text; or the pictures, by default image, img or the only one. With several --calibration: one for all"
                            + " of them, or as many, in the same order.")
    List<String> columns = List.of();

    @Option(
            names = "--weight",
            paramLabel = "X",
            description =
                    "Shares of several --calibration among the samples, as many, in the same order. Default: equal.")
    List<Double> weights = List.of();

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "128",
            description =
                    "Samples taken, at most: the first ones, from each source its share. Default: ${DEFAULT-VALUE}.")
    int samples = 128;

    @Option(
            names = "--shuffle-seed",
            paramLabel = "N",
            description = "Take samples at random instead of the first ones; the same number always takes the same.")
    @Nullable
    Long shuffleSeed;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "Texts are truncated to this many tokens. Default: the positions of the model, at most 1024"
                    + " for calibration. Images are always seen whole.")
    @Nullable
    Integer maxLength;

    @Option(
            names = "--chat-template",
            paramLabel = "auto|off",
            defaultValue = "auto",
            description =
                    "auto: conversations are rendered through the model's chat template; off: they are refused. Texts are"
                            + " never rendered. Default: ${DEFAULT-VALUE}.")
    String chatTemplate = "auto";

    @Option(
            names = "--calibration-dtype",
            paramLabel = "auto|nf4",
            defaultValue = "auto",
            description =
                    "nf4: the matrices of the blocks are rounded to four bits for scores and statistics, as if they"
                            + " had been quantized; merge and evaluation use them as they are. Default: ${DEFAULT-VALUE}, not rounded.")
    String dtype = "auto";

    /**
     * The sources with their columns and weights.
     *
     * @param column where none is given
     * @throws InputException if their numbers do not fit, or one of the hub is not there
     */
    List<TextSource> sources(String column) {
        int count = sources.size();
        if (columns.size() > 1 && columns.size() != count) {
            throw new InputException("--column is there %d times, --calibration %d times: give one for all, or as many"
                    .formatted(columns.size(), count));
        }
        if (!weights.isEmpty() && weights.size() != count) {
            throw new InputException("--weight is there %d times, --calibration %d times: give as many, or none"
                    .formatted(weights.size(), count));
        }
        return IntStream.range(0, count)
                .mapToObj(i -> new TextSource(
                        Samples.uri(sources.get(i)), column(i, column), weights.isEmpty() ? 1 : weights.get(i)))
                .toList();
    }

    private String column(int source, String standard) {
        return columns.isEmpty() ? standard : columns.get(columns.size() == 1 ? 0 : source);
    }
}
