package io.foldline.solver;

import java.io.IOException;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;

/**
 * Looks for a step along a direction that goes down enough and leaves the slope less steep: the weak conditions of Wolfe,
 * which can be met where the loss has kinks, too (Lewis and Overton 2013).
 */
final class LineSearch {
    /** Share of what the slope promises that a step is to go down by. */
    private static final double DESCENT = 1e-4;

    private static final int TRIALS = 20;

    private LineSearch() {}

    /** Loss and gradient at a point. */
    interface Function {
        TransformLoss.Value at(DMatrixRMaj point) throws IOException;
    }

    /** A point that was reached. */
    record Point(DMatrixRMaj point, TransformLoss.Value value) {}

    /**
     * The point behind the step; empty where nothing lower is found.
     *
     * @param first how far the first point that is looked at lies, as a multiple of the direction
     * @param curvature share of the slope that may be left
     * @param trials most points that may be looked at
     */
    static Optional<Point> from(
            Point start, DMatrixRMaj direction, double first, double curvature, int trials, Function function)
            throws IOException {
        double slope = slope(start.value, direction);
        double low = 0;
        TransformLoss.Value lowValue = start.value;
        double high = Double.POSITIVE_INFINITY;
        double highLoss = Double.POSITIVE_INFINITY;
        double length = first;
        Optional<Point> lowest = Optional.empty();
        for (int trial = 0; trial < Math.min(trials, TRIALS); trial++) {
            DMatrixRMaj point = CommonOps_DDRM.add(start.point, length, direction, null);
            TransformLoss.Value value = function.at(point);
            if (value.loss() <= start.value.loss() + DESCENT * length * slope) {
                lowest = Optional.of(new Point(point, value));
                if (slope(value, direction) >= curvature * slope) {
                    return lowest;
                }
                low = length;
                lowValue = value;
            } else {
                high = length;
                highLoss = value.loss();
            }
            length = high == Double.POSITIVE_INFINITY
                    ? 2 * low
                    : between(low, lowValue.loss(), slope(lowValue, direction), high, highLoss);
        }
        return lowest;
    }

    private static double slope(TransformLoss.Value value, DMatrixRMaj direction) {
        return VectorVectorMult_DDRM.innerProd(value.gradient(), direction);
    }

    /** The lowest point of a parabola through both, not too close to either. */
    private static double between(double low, double loss, double slope, double high, double highLoss) {
        double width = high - low;
        double rise = highLoss - loss - slope * width;
        double share = rise > 0 ? -slope * width / (2 * rise) : 0.5;
        return low + width * Math.max(0.1, Math.min(0.5, share));
    }
}
