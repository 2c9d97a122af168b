package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropAmountTest {
    @ParameterizedTest
    @CsvSource({"8,32,8", "1,2,1", "31,32,31", "25%,32,8", "25 %,12,3", "1%,12,1", "12.5%,12,2", "92%,12,11"})
    void countsBlocks(String text, int blocks, int expected) {
        assertThat(DropAmount.parse(text).of(blocks)).isEqualTo(expected);
    }

    @Test
    void readsWhatItPrints() {
        assertThat(DropAmount.parse("25%")).hasToString("25%");
        assertThat(DropAmount.parse("12.5%")).hasToString("12.5%");
        assertThat(DropAmount.parse("8")).hasToString("8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "-1", "%", "25%%", "1e2%"})
    void refusesAnotherForm(String text) {
        assertThatThrownBy(() -> DropAmount.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Drop \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"0,5", "5,5", "6,5", "99%,5"})
    void refusesNoneAndAll(String text, int blocks) {
        assertThatThrownBy(() -> DropAmount.parse(text).of(blocks))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Drop " + text + " removes")
                .hasMessageContaining("expected 1 to 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "100%", "250%"})
    void refusesShareThatIsNone(String text) {
        assertThatThrownBy(() -> DropAmount.parse(text).of(32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Drop " + text);
    }

    @Test
    void readsContracts() {
        assertThat(DropAmount.of("BLOCKS", 3)).isEqualTo(DropAmount.parse("3"));
        assertThat(DropAmount.of("PERCENT", 12.5)).isEqualTo(DropAmount.parse("12.5%"));
        assertThatThrownBy(() -> DropAmount.of("BLOCKS", 1.5)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> DropAmount.of("BYTES", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("BYTES");
    }
}
