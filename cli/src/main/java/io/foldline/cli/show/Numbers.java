package io.foldline.cli.show;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them. */
public final class Numbers {
    private Numbers() {}

    /** A score or distance: four significant digits, without an exponent where that is readable. */
    public static String score(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value) || Double.isInfinite(value) || (size != 0 && (size < 1e-4 || size >= 1e7))) {
            return format("%.3e", value);
        }
        int digits = size == 0 ? 3 : Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        return format("%." + digits + "f", value);
    }

    /** A round number at an axis: no more digits than it needs. */
    public static String tick(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A percentage with one digit after the point. */
    public static String percent(double value) {
        return format("%.1f %%", value);
    }

    /** A count in thousands, millions or billions: {@code 5.66 M}. */
    public static String count(long value) {
        if (value < 10_000) {
            return Long.toString(value);
        }
        if (value < 1_000_000) {
            return format("%.1f k", value / 1e3);
        }
        return value < 1_000_000_000 ? format("%.2f M", value / 1e6) : format("%.2f G", value / 1e9);
    }

    /** Seconds, with minutes where there are many: {@code 3.2 s}, {@code 2 min 5 s}. */
    public static String seconds(double value) {
        return value < 100 ? format("%.1f s", value) : format("%d min %d s", (long) value / 60, (long) value % 60);
    }

    /** A byte count in binary units: {@code 10.8 MiB}. */
    public static String bytes(long value) {
        if (value < 1 << 20) {
            return format("%.1f KiB", value / 1024.0);
        }
        return value < 1 << 30 ? format("%.1f MiB", value / 0x1p20) : format("%.2f GiB", value / 0x1p30);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
