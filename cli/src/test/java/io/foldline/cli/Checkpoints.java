package io.foldline.cli;

import io.foldline.checkpoint.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Pruned checkpoints, to be compared. */
public final class Checkpoints {
    private Checkpoints() {}

    /** The digest of every file of the checkpoint by name, without what tells of the run that made it. */
    public static Map<String, String> digests(Path folder) {
        Map<String, String> digests = new TreeMap<>();
        Manifest.read(folder).orElseThrow().files().forEach(file -> digests.put(file.name(), file.sha256()));
        return digests;
    }

    /** Names of everything in a folder. */
    public static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
