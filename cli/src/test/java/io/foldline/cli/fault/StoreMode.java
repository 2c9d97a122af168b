package io.foldline.cli.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * How well the artifact store is, kept in a file that its processes look at before every step.
 *
 * @param delayMillis what a step takes longer than usual
 * @param failing of a hundred steps, how many fail
 */
record StoreMode(long delayMillis, int failing) {
    static final StoreMode WELL = new StoreMode(0, 0);

    static StoreMode slow(Duration delay) {
        return new StoreMode(delay.toMillis(), 0);
    }

    static StoreMode failing(int percent) {
        return new StoreMode(0, percent);
    }

    void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, delayMillis + " " + failing);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static StoreMode read(Path file) throws IOException {
        List<String> words = List.of(Files.readString(file).split(" "));
        return new StoreMode(Long.parseLong(words.get(0)), Integer.parseInt(words.get(1)));
    }
}
