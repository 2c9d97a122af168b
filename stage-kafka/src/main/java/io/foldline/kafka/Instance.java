package io.foldline.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The name of a service process, kept in its state folder. */
final class Instance {
    private Instance() {}

    /** The name in {@code folder}, made up if there is none. */
    static String in(Path folder) throws IOException {
        Path file = folder.resolve("instance");
        if (Files.exists(file)) {
            String name = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!name.isEmpty()) {
                return name;
            }
        }
        String name = UUID.randomUUID().toString().substring(0, 8);
        Files.writeString(file, name, StandardCharsets.US_ASCII);
        return name;
    }
}
