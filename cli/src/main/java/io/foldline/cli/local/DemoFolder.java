package io.foldline.cli.local;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the demo writes. It replaces what an earlier demo wrote and nothing else. */
public record DemoFolder(Path path) {
    private static final String MARK = ".foldline-demo";

    /**
     * The folder, made if it is not there.
     *
     * @throws InputException if it holds something that no demo wrote
     */
    public static DemoFolder at(Path path) throws IOException {
        Path folder = path.toAbsolutePath().normalize();
        if (Files.exists(folder) && !Files.exists(folder.resolve(MARK)) && !isEmptyFolder(folder)) {
            throw new InputException(folder + " is there and was not made by the demo; give another folder with --out");
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(MARK), "Made by foldline demo, which replaces what is in here.\n");
        return new DemoFolder(folder);
    }

    /** The output of one method. */
    public Path output(String method) {
        return path.resolve(method);
    }

    /** Removes the output that an earlier demo left for one method. */
    public void clear(String method) throws IOException {
        Path output = output(method);
        if (Files.exists(output)) {
            FolderTree.delete(output);
        }
    }

    private static boolean isEmptyFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
