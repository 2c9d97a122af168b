package io.foldline.model.image;

/**
 * Resizes pictures as torchvision does with bytes, the default of the image processors of transformers: rows first, then
 * columns, each rounded to bytes. Where torchvision is not installed, transformers takes Pillow, whose weights are
 * rounded more finely: a sample may differ by one.
 */
final class Resampling {
    private Resampling() {}

    static Picture resize(Picture picture, Size size, Kernel kernel) {
        return columns(rows(picture, size.width(), kernel), size.height(), kernel);
    }

    private static Picture rows(Picture from, int width, Kernel kernel) {
        if (width == from.width()) {
            return from;
        }
        Taps taps = Taps.of(kernel, from.width(), width);
        byte[] samples = new byte[Picture.CHANNELS * width * from.height()];
        int at = 0;
        for (int y = 0; y < from.height(); y++) {
            for (Taps.Line line : taps.lines()) {
                int start = (y * from.width() + line.first()) * Picture.CHANNELS;
                for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                    samples[at++] = sum(from, start + channel, Picture.CHANNELS, line.weights(), taps.precision());
                }
            }
        }
        return new Picture(width, from.height(), samples);
    }

    private static Picture columns(Picture from, int height, Kernel kernel) {
        if (height == from.height()) {
            return from;
        }
        Taps taps = Taps.of(kernel, from.height(), height);
        int row = from.width() * Picture.CHANNELS;
        byte[] samples = new byte[row * height];
        int at = 0;
        for (Taps.Line line : taps.lines()) {
            for (int i = 0; i < row; i++) {
                samples[at++] = sum(from, line.first() * row + i, row, line.weights(), taps.precision());
            }
        }
        return new Picture(from.width(), height, samples);
    }

    private static byte sum(Picture picture, int start, int step, int[] weights, int precision) {
        int sum = 1 << (precision - 1);
        int at = start;
        for (int weight : weights) {
            sum += weight * (picture.samples()[at] & 0xFF);
            at += step;
        }
        return (byte) Math.max(0, Math.min(255, sum >> precision));
    }
}
