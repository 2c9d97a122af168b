package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a published checkpoint consists of: the file {@code foldline_manifest.json}, whose own digest stands for the
 * checkpoint. The model card is left out, since the scores are added to it later; so are hidden files.
 *
 * @param run the run that wrote the checkpoint
 * @param files all files, by name
 */
public record Manifest(String run, List<Entry> files) {
    /** Name of the file. */
    public static final String NAME = "foldline_manifest.json";

    /** Name of the model card. */
    public static final String CARD = "README.md";

    /**
     * One file.
     *
     * @param name path below the folder, with slashes
     * @param bytes size
     * @param sha256 digest, lower-case hexadecimal
     */
    public record Entry(String name, long bytes, String sha256) {}

    public Manifest {
        files = List.copyOf(files);
    }

    /**
     * Takes stock of a folder.
     *
     * @param digests SHA-256 of the files, by name, that need not be read again
     */
    static Manifest of(Path folder, String run, Map<String, String> digests) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!name.startsWith(".") && !name.equals(CARD) && !name.equals(NAME)) {
                    @Nullable String known = digests.get(name);
                    entries.add(new Entry(name, Files.size(file), known == null ? Sha256.of(file) : known));
                }
            }
        }
        return new Manifest(run, entries);
    }

    /** The manifest of a folder; empty if there is none or it cannot be read as one. */
    public static Optional<Manifest> read(Path folder) {
        try {
            return Optional.of(Json.MAPPER.readValue(Files.readString(folder.resolve(NAME)), Manifest.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** SHA-256 of the manifest file of a folder. */
    public static String digest(Path folder) throws IOException {
        return Sha256.of(folder.resolve(NAME));
    }

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(NAME), Json.PRETTY.writeValueAsString(this) + "\n");
    }

    /** The first file that is missing or differs from the manifest; empty where all are as they were. */
    public Optional<String> firstDifference(Path folder) throws IOException {
        for (Entry entry : files) {
            Path file = folder.resolve(entry.name());
            if (!Files.isRegularFile(file)
                    || Files.size(file) != entry.bytes()
                    || !Sha256.of(file).equals(entry.sha256())) {
                return Optional.of(entry.name());
            }
        }
        return Optional.empty();
    }
}
