package io.foldline.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear map from values to positions.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 */
record Scale(double low, double high, double from, double to) {
    double at(double value) {
        return high == low ? (from + to) / 2 : from + (value - low) / (high - low) * (to - from);
    }

    /** Round values within the scale, about {@code count} of them. */
    List<Double> ticks(int count) {
        double step = niceStep((high - low) / count);
        List<Double> ticks = new ArrayList<>();
        if (step > 0) {
            for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
                ticks.add(i * step);
            }
        }
        return ticks;
    }

    private static double niceStep(double raw) {
        if (!(raw > 0) || Double.isInfinite(raw)) {
            return 0;
        }
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double share = raw / power;
        return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
    }
}
