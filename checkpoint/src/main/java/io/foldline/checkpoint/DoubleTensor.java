package io.foldline.checkpoint;

import java.util.List;

/** A tensor in memory, such as an intermediate result. */
public final class DoubleTensor {
    private final List<Long> shape;
    private final double[] values;

    /**
     * A tensor of any shape.
     *
     * @param shape sizes, outermost first; empty for a scalar
     * @param values row-major; not copied
     */
    public DoubleTensor(List<Long> shape, double[] values) {
        this.shape = List.copyOf(shape);
        this.values = values;
        if (shape.stream().reduce(1L, Math::multiplyExact) != values.length) {
            throw new IllegalArgumentException("shape " + shape + " does not fit " + values.length + " values");
        }
    }

    /** A matrix of {@code rows} × {@code columns}. */
    public static DoubleTensor matrix(int rows, int columns, double[] values) {
        return new DoubleTensor(List.of((long) rows, (long) columns), values);
    }

    /** A vector. */
    public static DoubleTensor vector(double... values) {
        return new DoubleTensor(List.of((long) values.length), values);
    }

    /** Sizes, outermost first. */
    public List<Long> shape() {
        return shape;
    }

    /** The values in row-major order; not a copy. */
    public double[] values() {
        return values;
    }
}
