package io.foldline.model;

import io.foldline.checkpoint.InputException;
import io.foldline.model.image.PixelValues;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Images that go through a vision model together. They are read when the model takes them, and not kept. */
public final class ImageBatch implements ModelInput {
    private final Patches patches;
    private final List<Image> images;

    /** An image that can be read. */
    @FunctionalInterface
    public interface Image {
        /** Reads it, processed as the model wants it. */
        PixelValues read() throws IOException;
    }

    /**
     * @param patches of the model
     * @throws IllegalArgumentException when there is no image
     */
    public ImageBatch(Patches patches, List<Image> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one image");
        }
        this.patches = patches;
        this.images = List.copyOf(images);
    }

    /**
     * The pixel values of all images, one after the other.
     *
     * @throws InputException if an image cannot be read or has another size than the model takes
     */
    public float[] pixels() throws IOException {
        float[] pixels = new float[Math.multiplyExact(images.size(), patches.values())];
        for (int i = 0; i < images.size(); i++) {
            PixelValues image = images.get(i).read();
            if (image.height() != patches.imageSize() || image.width() != patches.imageSize()) {
                throw new InputException(
                        "the image processor gives images of %d by %d pixels, but config.json says that the model takes %3$d by %3$d; one of preprocessor_config.json and config.json is wrong"
                                .formatted(image.height(), image.width(), patches.imageSize()));
            }
            System.arraycopy(image.values(), 0, pixels, i * patches.values(), patches.values());
        }
        return pixels;
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int length() {
        return patches.tokens();
    }

    @Override
    public ImageBatch part(int first, int end) {
        return new ImageBatch(patches, images.subList(first, end));
    }

    @Override
    public long realTokens() {
        return (long) size() * length();
    }

    @Override
    public long[] realIndices() {
        return LongStream.range(0, realTokens()).toArray();
    }

    /** The class tokens, which come first. */
    @Override
    public long[] summaryIndices() {
        return IntStream.range(0, size())
                .mapToLong(image -> (long) image * length())
                .toArray();
    }
}
