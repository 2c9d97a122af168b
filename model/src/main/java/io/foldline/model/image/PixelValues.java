package io.foldline.model.image;

/**
 * A picture as a vision model takes it.
 *
 * @param height in pixels
 * @param width in pixels
 * @param values channel by channel, each row by row: {@code 3 * height * width}, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; carries what goes to libtorch
public record PixelValues(int height, int width, float[] values) {}
