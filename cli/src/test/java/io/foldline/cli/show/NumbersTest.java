package io.foldline.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "58.8131, 58.81",
        "0.127381, 0.1274",
        "1270.04, 1270",
        "0, 0.000",
        "0.00001, 1.000e-05",
        "12345678, 1.235e+07",
        "NaN, NaN"
    })
    void scoresHaveFourDigits(double value, String text) {
        assertThat(Numbers.score(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"9999, 9999", "10000, 10.0 k", "5663424, 5.66 M", "8030000000, 8.03 G"})
    void countsAreShort(long value, String text) {
        assertThat(Numbers.count(value)).isEqualTo(text);
    }

    @Test
    void longTimesAreInMinutes() {
        assertThat(Numbers.seconds(99.94)).isEqualTo("99.9 s");
        assertThat(Numbers.seconds(125)).isEqualTo("2 min 5 s");
    }

    @Test
    void bytesAreInBinaryUnits() {
        assertThat(Numbers.bytes(11326432)).isEqualTo("10.8 MiB");
    }
}
