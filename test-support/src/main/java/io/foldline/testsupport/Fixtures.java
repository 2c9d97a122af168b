package io.foldline.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds fixtures by their relative path, such as {@code models/stories260k}: in the folder that the system property
 * {@code foldline.fixtures} names where it has them, in the repository otherwise.
 */
public final class Fixtures {
    private static final String PROPERTY = "foldline.fixtures";
    /** Those that look at images. */
    private static final Set<String> VISION = Set.of("clip", "vit");

    private static final String DEMO_MODEL = "models/demo";

    private Fixtures() {}

    /** @throws IllegalArgumentException if neither place has it */
    public static Path path(String relative) {
        Path full = inFullSet(relative);
        Path path = Files.exists(full) ? full : inRepository(relative);
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("no fixture " + relative + " in the repository (looked at " + path
                    + "); set -D" + PROPERTY + "=DIR to the full set");
        }
        return path;
    }

    /** Whether {@link #path} would find it; some fixtures are only in the full set. */
    public static boolean available(String relative) {
        return Files.exists(inFullSet(relative)) || Files.exists(inRepository(relative));
    }

    /**
     * Tiny language models of many families with what transformers computed: folders with {@code golden.safetensors}, all
     * that either place has.
     *
     * @return relative paths, ascending
     */
    public static List<String> languageModels() {
        Set<String> found = new TreeSet<>();
        for (String folder : List.of("fixtures/architectures", "fixtures/families")) {
            for (Path place : List.of(inFullSet(folder), inRepository(folder))) {
                names(place).filter(name -> !VISION.contains(name)).forEach(name -> found.add(folder + "/" + name));
            }
        }
        return List.copyOf(found);
    }

    private static Stream<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? Stream.of() : Stream.of(names);
    }

    /** Root of the repository that the tests run in. */
    public static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("test-support/fixtures"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("tests must run inside the Foldline repository, not in "
                        + Path.of("").toAbsolutePath());
            }
        }
        return directory;
    }

    private static Path inFullSet(String relative) {
        String root = System.getProperty(PROPERTY, "");
        return root.isEmpty() ? inRepository(relative) : Path.of(root, relative);
    }

    private static Path inRepository(String relative) {
        return relative.startsWith(DEMO_MODEL)
                ? repository().resolve("examples/demo/foldline-demo" + relative.substring(DEMO_MODEL.length()))
                : repository().resolve("test-support/fixtures").resolve(relative);
    }
}
