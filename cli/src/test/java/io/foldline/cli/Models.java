package io.foldline.cli;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies of the tiny model, whole and damaged. */
public final class Models {
    private static final String WEIGHTS = "model.safetensors";

    private Models() {}

    /** The tiny model. */
    public static Path tiny() {
        return Fixtures.path("models/stories260k");
    }

    /** A copy of it that may be changed. */
    public static Path copy(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(tiny())) {
            for (Path file : files.toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return folder;
    }

    /** A copy with some text of its configuration replaced. */
    public static Path reconfigured(Path folder, String from, String to) throws IOException {
        Path config = copy(folder).resolve("config.json");
        Files.writeString(config, Files.readString(config).replace(from, to));
        return folder;
    }

    /** A copy whose weight file ends too early. */
    public static Path truncated(Path folder) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(copy(folder).resolve(WEIGHTS).toFile(), "rw")) {
            file.setLength(file.length() - 1000);
        }
        return folder;
    }

    /** A copy with two tensors in the same bytes. */
    public static Path overlapping(Path folder) throws IOException {
        Path weights = copy(folder).resolve(WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        String header = header(bytes);
        byte[] changed = header.replace("[131072,131328]", "[131071,131327]").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(changed, 0, bytes, 8, changed.length);
        Files.write(weights, bytes);
        return folder;
    }

    /** A copy whose weights are said to lie in two files, one of which is not there. */
    public static Path withoutShard(Path folder) throws IOException {
        Files.move(copy(folder).resolve(WEIGHTS), folder.resolve("model-00001-of-00002.safetensors"));
        Files.writeString(folder.resolve("model.safetensors.index.json"), """
                {"metadata": {"total_size": 1}, "weight_map": {
                  "model.embed_tokens.weight": "model-00001-of-00002.safetensors",
                  "model.norm.weight": "model-00002-of-00002.safetensors"}}
                """);
        return folder;
    }

    /** A copy with weights as a pickle. */
    public static Path pickled(Path folder) throws IOException {
        Files.move(copy(folder).resolve(WEIGHTS), folder.resolve("pytorch_model.bin"));
        return folder;
    }

    /** A copy with a NaN in a weight of a late block. */
    public static Path withNaN(Path folder) throws IOException {
        Path weights = copy(folder).resolve(WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        String header = header(bytes);
        String name = "\"model.layers.3.mlp.up_proj.weight\"";
        String offsets =
                header.substring(header.indexOf(name)).replaceAll("(?s)^.*?data_offsets\":\\s*\\[(\\d+),.*", "$1");
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(8 + header.getBytes(StandardCharsets.UTF_8).length + Integer.parseInt(offsets), Float.NaN);
        Files.write(weights, bytes);
        return folder;
    }

    /** A file of lines. */
    public static Path lines(Path file, List<String> lines) throws IOException {
        return Files.write(file, lines);
    }

    private static String header(byte[] file) {
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new String(file, 8, length, StandardCharsets.UTF_8);
    }
}
