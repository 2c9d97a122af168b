package io.foldline.merger.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Puts something else where a file is expected: a folder, a pipe, links that lead nowhere, in circles or away. */
final class Traps {
    private final Random random;

    Traps(Random random) {
        this.random = random;
    }

    void set(Mutant mutant) {
        List<String> names = new ArrayList<>(mutant.weights.keySet());
        names.add("config.json");
        names.add("model.safetensors.index.json");
        String name = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        int kind = random.nextInt(8);
        mutant.traps.add(folder -> {
            Path file = folder.resolve(name);
            Files.deleteIfExists(file);
            switch (kind) {
                case 0 -> Files.createDirectory(file);
                case 1 -> pipe(file);
                case 2 -> Files.createSymbolicLink(file, file);
                case 3 -> Files.createSymbolicLink(file, folder.resolve("nowhere"));
                case 4 -> Files.createSymbolicLink(file, folder.resolve(other));
                case 5 -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
                case 6 -> Files.createFile(file);
                default -> Files.createSymbolicLink(file, folder);
            }
        });
    }

    private static void pipe(Path file) throws IOException {
        try {
            new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
