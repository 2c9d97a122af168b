package io.foldline.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    @ParameterizedTest
    @CsvSource({
        "90s, 2026-01-31T08:01:30Z",
        "30m, 2026-01-31T08:30:00Z",
        "2h, 2026-01-31T10:00:00Z",
        "1d, 2026-02-01T08:00:00Z",
        "2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z"
    })
    void isAWhileFromNowOrAnInstant(String text, Instant expected) {
        assertThat(Deadline.parse(text).of(Instant.parse("2026-01-31T08:00:00Z")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2", "h", "-2h", "2H", "1234567s", "2026-01-31"})
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Deadline.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2h");
    }
}
