package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the weights of a checkpoint folder. */
final class WeightFiles {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle");

    private WeightFiles() {}

    /** The tensors of the folder by name. */
    static Map<String, TensorInfo> tensors(Path folder) throws IOException {
        Path single = folder.resolve(SINGLE);
        if (Files.exists(single, LinkOption.NOFOLLOW_LINKS)) {
            return SafetensorsFile.read(single).tensors();
        }
        Path index = folder.resolve(INDEX);
        if (Files.exists(index, LinkOption.NOFOLLOW_LINKS)) {
            return WeightIndex.read(index).tensors();
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> isPickle(file) || isGguf(file))
                    .sorted()
                    .findFirst()
                    .ifPresent(WeightFiles::refuse);
        }
        throw new InvalidCheckpointException(
                folder, "no weights here: expected " + SINGLE + " or " + INDEX + "; is this a checkpoint folder?");
    }

    /** Whether the name is that of a pickle, or of another file that may run code when it is opened. */
    static boolean isPickle(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return PICKLES.stream().anyMatch(name::endsWith);
    }

    private static boolean isGguf(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
    }

    private static void refuse(Path file) {
        if (isGguf(file)) {
            throw new InvalidCheckpointException(
                    file,
                    "GGUF weights, which are mostly quantized, are not read; expected " + SINGLE
                            + ": use the checkpoint that it was made from, prune that and convert the result");
        }
        throw new InvalidCheckpointException(
                file,
                "pickle weights are refused, since opening them can run code; expected " + SINGLE
                        + ": save the model with save_pretrained(..., safe_serialization=True)");
    }
}
