package io.foldline.model.image;

import java.util.ArrayList;
import java.util.List;

/**
 * How the samples of a line that is resized are made of those that it has: the kernel is stretched where the line gets
 * shorter, so that every sample counts, and its weights are whole numbers of 16 bits, as in libtorch's kernel for bytes.
 *
 * @param precision bits behind the point of the weights
 * @param lines one for each new sample
 */
record Taps(int precision, List<Line> lines) {
    private static final int MAX_PRECISION = 22;
    private static final int WEIGHT_LIMIT = 1 << 15;

    /**
     * What one new sample is made of.
     *
     * @param first the first old sample
     * @param weights of it and those behind it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(int first, int[] weights) {}

    /**
     * @param from number of samples that there are
     * @param to number of samples wanted
     */
    static Taps of(Kernel kernel, int from, int to) {
        if (kernel == Kernel.NEAREST) {
            return nearest(from, to);
        }
        List<double[]> weights = new ArrayList<>();
        int[] firsts = new int[to];
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1);
        double reach = kernel.radius() * stretch;
        double largest = 0;
        for (int i = 0; i < to; i++) {
            double centre = scale * (i + 0.5);
            firsts[i] = Math.max((int) (centre - reach + 0.5), 0);
            int end = Math.min((int) (centre + reach + 0.5), from);
            double[] line = line(kernel, firsts[i] - centre + 0.5, end - firsts[i], stretch);
            for (double weight : line) {
                largest = Math.max(largest, weight);
            }
            weights.add(line);
        }
        int precision = precision(largest);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < to; i++) {
            lines.add(new Line(firsts[i], rounded(weights.get(i), precision)));
        }
        return new Taps(precision, lines);
    }

    private static double[] line(Kernel kernel, double first, int count, double stretch) {
        double[] line = new double[count];
        double sum = 0;
        for (int j = 0; j < count; j++) {
            line[j] = kernel.at(Math.abs((j + first) / stretch));
            sum += line[j];
        }
        for (int j = 0; j < count; j++) {
            line[j] /= sum;
        }
        return line;
    }

    /** As many bits as leave the largest weight within 16. */
    private static int precision(double largest) {
        int precision = 0;
        while (precision < MAX_PRECISION && (int) (0.5 + largest * (1 << (precision + 1))) < WEIGHT_LIMIT) {
            precision++;
        }
        return precision;
    }

    private static int[] rounded(double[] line, int precision) {
        int[] weights = new int[line.length];
        for (int j = 0; j < line.length; j++) {
            double weight = line[j] * (1 << precision);
            weights[j] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        return weights;
    }

    private static Taps nearest(int from, int to) {
        float scale = (float) from / to;
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < to; i++) {
            lines.add(new Line(Math.min((int) ((i + 0.5f) * scale), from - 1), new int[] {1 << 1}));
        }
        return new Taps(1, lines);
    }
}
