package io.foldline.merger.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A checkpoint folder to be damaged and written. */
final class Mutant {
    final String seed;
    final Map<String, WeightFile> weights = new LinkedHashMap<>();
    final List<Trap> traps = new ArrayList<>();
    byte @Nullable [] config;
    byte @Nullable [] index;

    /** Does to a written folder what is no content of a file: links, pipes, folders. */
    @FunctionalInterface
    interface Trap {
        void set(Path folder) throws IOException;
    }

    Mutant(String seed, String config) {
        this.seed = seed;
        this.config = config.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the folder, which must not exist. */
    void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        write(folder.resolve("config.json"), config);
        write(folder.resolve("model.safetensors.index.json"), index);
        for (Map.Entry<String, WeightFile> file : weights.entrySet()) {
            file.getValue().writeTo(folder.resolve(file.getKey()));
        }
        for (Trap trap : traps) {
            trap.set(folder);
        }
    }

    /** Whether any of the texts holds a word; then a message may quote it. */
    boolean mentions(String word) {
        return holds(config, word)
                || holds(index, word)
                || weights.values().stream().anyMatch(file -> holds(file.header(), word));
    }

    private static boolean holds(byte @Nullable [] text, String word) {
        return text != null && new String(text, StandardCharsets.ISO_8859_1).contains(word);
    }

    private static void write(Path file, byte @Nullable [] content) throws IOException {
        if (content != null) {
            Files.write(file, content);
        }
    }
}
