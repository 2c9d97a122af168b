package io.foldline.testsupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.event.Calibration;
import io.foldline.event.ChatTemplate;
import io.foldline.event.RunRequested;
import io.foldline.event.TextSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sixteen pictures of four classes, the tiny vision models, and what transformers sees in the pictures. */
public final class Pictures {
    private static final int TOKENS = 17;

    private Pictures() {}

    /** The folder of the pictures, with a subfolder a class. */
    public static Path folder() {
        return Fixtures.path("fixtures/classified/images");
    }

    /** The folder of the same pictures in Parquet, as Python's {@code datasets} writes it: the classes in turn, two shards. */
    public static Path tables() {
        return Fixtures.path("fixtures/classified/tables");
    }

    /** What {@code make_classified.py} wrote. */
    public static JsonNode golden() throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(Fixtures.path("fixtures/classified/predictions.json")));
    }

    /**
     * A vision model with all that belongs to it.
     *
     * @param name {@code vit} or {@code clip}
     * @param copy folder that is made
     */
    public static Path model(String name, Path copy) throws IOException {
        Files.createDirectories(copy);
        copyFiles(Fixtures.path("fixtures/architectures/" + name), copy);
        if (name.equals("clip")) {
            copyFiles(Fixtures.path("fixtures/classified/clip"), copy);
        }
        return copy;
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
    }

    /** A run that drops a block by least squares, calibrated on the first pictures. */
    public static RunRequested.Builder request(Path model, Path output, int samples) {
        TextSource source = new TextSource(folder().toUri().toString(), "text", 1.0);
        return Requests.stories(output, samples)
                .setModel(model.toUri().toString())
                .setCalibration(new Calibration(List.of(source), samples, TOKENS, ChatTemplate.AUTO, null));
    }
}
