package io.foldline.model.image;

/**
 * A decoded picture in RGB, eight bits a sample.
 *
 * @param width in pixels
 * @param height in pixels
 * @param samples row by row, red, green and blue of each pixel; {@code 3 * width * height}, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; carries what the decoder wrote
record Picture(int width, int height, byte[] samples) {
    static final int CHANNELS = 3;

    Picture {
        if (samples.length != (long) CHANNELS * width * height) {
            throw new IllegalArgumentException(
                    "%d samples for a picture of %d by %d pixels".formatted(samples.length, width, height));
        }
    }

    /** A sample, 0 to 255. */
    int sample(int x, int y, int channel) {
        return samples[(y * width + x) * CHANNELS + channel] & 0xFF;
    }
}
