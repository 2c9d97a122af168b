package io.foldline.cli.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is in folders that should be clean. */
final class Leftovers {
    private Leftovers() {}

    /** Files and folders that were meant to get another name. */
    static List<Path> below(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(path ->
                            path.toString().endsWith(".part") || path.toString().endsWith(".partial"))
                    .toList();
        } catch (UncheckedIOException e) {
            // Something went away meanwhile.
            return List.of(folder);
        }
    }

    /** Removes what is in a folder; what late work writes meanwhile stays. */
    static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (UncheckedIOException | DirectoryNotEmptyException e) {
            clear(folder);
        }
    }
}
