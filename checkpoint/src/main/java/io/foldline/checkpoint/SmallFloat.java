package io.foldline.checkpoint;

/**
 * A floating-point format of 16 bits: one sign bit, then exponent, then fraction, as in IEEE 754. Conversion to double is
 * exact; conversion from double rounds once, to nearest, ties to even. Going through float would round twice.
 */
public enum SmallFloat {
    /** IEEE 754 binary16. */
    F16(5, 10),
    /** bfloat16: the upper half of a binary32. */
    BF16(8, 7);

    private static final int SIGN = 0x8000;

    private final int fractionBits;
    private final int minExponent;
    private final int infinity;

    SmallFloat(int exponentBits, int fractionBits) {
        this.fractionBits = fractionBits;
        this.minExponent = 2 - (1 << (exponentBits - 1));
        this.infinity = ((1 << exponentBits) - 1) << fractionBits;
    }

    /** The value of a bit pattern; NaN for every NaN. */
    public double toDouble(short pattern) {
        int magnitude = pattern & (SIGN - 1);
        double value;
        if (magnitude >= infinity) {
            value = magnitude == infinity ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            int exponentField = magnitude >>> fractionBits;
            int fraction = magnitude & ((1 << fractionBits) - 1);
            int significand = exponentField == 0 ? fraction : fraction | 1 << fractionBits;
            value = significand * powerOfTwo(Math.max(exponentField, 1) - 1 + minExponent - fractionBits);
        }
        return (pattern & SIGN) == 0 ? value : -value;
    }

    /** The bit pattern nearest to a value; too large values become infinite, every NaN the quiet NaN. */
    public short fromDouble(double value) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? SIGN : 0;
        double magnitude = Math.abs(value);
        if (Double.isNaN(magnitude)) {
            return (short) (sign | infinity | 1 << (fractionBits - 1));
        }
        if (magnitude >= powerOfTwo(2 - minExponent)) {
            return (short) (sign | infinity);
        }
        int exponent = Math.max(Math.getExponent(magnitude), minExponent);
        // Scaling by a power of two is exact, so rint is the only rounding. The leading bit of the significand adds one
        // to
        // the exponent field, and so does a carry out of the rounding.
        int significand = (int) Math.rint(magnitude * powerOfTwo(fractionBits - exponent));
        return (short) (sign | Math.min(((exponent - minExponent) << fractionBits) + significand, infinity));
    }

    /** Whether a bit pattern is that of an infinity. */
    boolean isInfinite(short pattern) {
        return (pattern & (SIGN - 1)) == infinity;
    }

    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble((long) (exponent + Double.MAX_EXPONENT) << 52);
    }
}
