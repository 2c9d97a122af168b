package io.foldline.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What was left somewhere of something that nobody may see. */
final class Traces {
    private Traces() {}

    /** The files below a folder that hold a text. */
    static List<Path> of(String text, Path folder) throws IOException {
        // Latin 1 keeps every byte, so that text is found between bytes that are none.
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }
}
