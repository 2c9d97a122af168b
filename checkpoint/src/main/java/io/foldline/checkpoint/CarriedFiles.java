package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files of a checkpoint folder that a new checkpoint made from it keeps: tokenizer, vocabulary, chat template, generation
 * and preprocessor settings, licence, code; not the weights in whatever format, not what is written anew.
 */
final class CarriedFiles {
    /** Files of a published checkpoint that are made for it. */
    static final Set<String> WRITTEN_ANEW =
            Set.of(Checkpoint.CONFIG, Manifest.CARD, Manifest.NAME, "foldline_run.yaml", "report.html");

    private static final List<String> WEIGHTS =
            List.of(".safetensors", ".index.json", ".h5", ".msgpack", ".gguf", ".ggml", ".onnx", ".onnx_data", ".npz");

    /** The one subfolder that belongs to the tokenizer. */
    private static final String CHAT_TEMPLATES = "additional_chat_templates";

    private CarriedFiles() {}

    /** The files, as paths below {@code folder}. */
    static List<Path> of(Path folder) throws IOException {
        List<Path> carried = new ArrayList<>(in(folder));
        Path templates = folder.resolve(CHAT_TEMPLATES);
        if (Files.isDirectory(templates)) {
            carried.addAll(in(templates));
        }
        return carried.stream().map(folder::relativize).sorted().toList();
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(CarriedFiles::carried)
                    .toList();
        }
    }

    private static boolean carried(Path file) {
        String name = file.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && !WRITTEN_ANEW.contains(name)
                && !WeightFiles.isPickle(file)
                && WEIGHTS.stream().noneMatch(lower::endsWith);
    }
}
