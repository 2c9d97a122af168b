package io.foldline.model;

import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorReader;
import io.foldline.model.image.PixelValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What transformers computed for a vision model: {@code pixel_values}, {@code output} and the taps of each block. */
record GoldenImages(SafetensorsFile file) {
    static GoldenImages read(Path folder) throws IOException {
        return new GoldenImages(SafetensorsFile.read(folder.resolve("golden.safetensors")));
    }

    ImageBatch batch(Patches patches) throws IOException {
        float[] pixels = floats("pixel_values");
        int size = patches.imageSize();
        int values = 3 * size * size;
        List<ImageBatch.Image> images = IntStream.range(0, pixels.length / values)
                .<ImageBatch.Image>mapToObj(i ->
                        () -> new PixelValues(size, size, Arrays.copyOfRange(pixels, i * values, (i + 1) * values)))
                .toList();
        return new ImageBatch(patches, images);
    }

    /** Largest absolute difference from a golden tensor. */
    double difference(String name, float[] found) throws IOException {
        float[] expected = floats(name);
        double worst = expected.length == found.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, found.length); i++) {
            worst = Math.max(worst, Math.abs((double) expected[i] - found[i]));
        }
        return worst;
    }

    private float[] floats(String name) throws IOException {
        return TensorReader.floats(file.tensor(name));
    }
}
