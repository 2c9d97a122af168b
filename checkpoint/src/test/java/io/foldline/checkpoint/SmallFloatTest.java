package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every bit pattern, every midpoint between neighbours, against definitions that share no code with the conversion. */
class SmallFloatTest {
    @ParameterizedTest
    @EnumSource
    void everyPatternComesBack(SmallFloat format) {
        for (int bits = 0; bits < 1 << 16; bits++) {
            double value = format.toDouble((short) bits);
            if (Double.isNaN(value)) {
                assertThat(format.toDouble(format.fromDouble(value))).isNaN();
            } else {
                assertThat(format.fromDouble(value)).as("bits %x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void bfloat16IsTheUpperHalfOfAFloat() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            Double expected = (double) Float.intBitsToFloat(bits << 16);
            assertThat(SmallFloat.BF16.toDouble((short) bits))
                    .as("bits %x", bits)
                    .isEqualTo(expected);
        }
    }

    @Test
    void binary16FollowsItsDefinition() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            int exponent = bits >> 10;
            int fraction = bits & 0x3ff;
            double expected =
                    exponent == 0 ? fraction * Math.pow(2, -24) : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
            assertThat(SmallFloat.F16.toDouble((short) bits))
                    .as("bits %x", bits)
                    .isEqualTo(expected);
            assertThat(SmallFloat.F16.toDouble((short) (bits | 0x8000))).isEqualTo(-expected);
        }
        assertThat(SmallFloat.F16.toDouble((short) 0x7c00)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(SmallFloat.F16.toDouble((short) 0x7c01)).isNaN();
    }

    /** Ties go to the even neighbour; the next double on either side goes to the nearer one: a second rounding fails. */
    @ParameterizedTest
    @EnumSource
    void midpointsRoundToEven(SmallFloat format) {
        int infinity = format == SmallFloat.F16 ? 0x7c00 : 0x7f80;
        for (int bits = 0; bits < infinity; bits++) {
            double low = format.toDouble((short) bits);
            double high = bits + 1 < infinity
                    ? format.toDouble((short) (bits + 1))
                    : low + (low - format.toDouble((short) (bits - 1)));
            double middle = new BigDecimal(low)
                    .add(new BigDecimal(high))
                    .divide(BigDecimal.valueOf(2))
                    .doubleValue();
            int even = (bits & 1) == 0 ? bits : bits + 1;
            assertThat(format.fromDouble(middle)).as("middle above %x", bits).isEqualTo((short) even);
            assertThat(format.fromDouble(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(format.fromDouble(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(format.fromDouble(-middle)).isEqualTo((short) (even | 0x8000));
        }
    }

    @ParameterizedTest
    @EnumSource
    void extremesSaturateToInfinityOrZero(SmallFloat format) {
        assertThat(format.toDouble(format.fromDouble(Double.MAX_VALUE))).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(format.toDouble(format.fromDouble(Double.NEGATIVE_INFINITY))).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(format.fromDouble(Double.MIN_VALUE)).isEqualTo((short) 0);
        assertThat(format.fromDouble(-0.0)).isEqualTo((short) 0x8000);
    }

    /** Where the value is a float already, the well-known integer trick for bfloat16 must agree. */
    @Test
    void bfloat16AgreesWithTheIntegerRoundingOfFloats() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000_000; i++) {
            int bits = random.nextInt();
            float value = Float.intBitsToFloat(bits);
            if (!Float.isNaN(value)) {
                short expected = (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
                assertThat(SmallFloat.BF16.fromDouble(value)).as("%s", value).isEqualTo(expected);
            }
        }
    }
}
