package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RidgeSettingTest {
    @Test
    void readsFactorsAndAuto() {
        assertThat(RidgeSetting.parse("1e-3")).isEqualTo(RidgeSetting.DEFAULT);
        assertThat(RidgeSetting.parse("auto")).isEqualTo(new RidgeSetting.Auto());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "NaN", "Infinity"})
    void refusesWhatIsNoRidge(String text) {
        assertThatThrownBy(() -> RidgeSetting.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("alpha");
    }

    @Test
    void readsContracts() {
        assertThat(RidgeSetting.of("RELATIVE", 2)).isEqualTo(new RidgeSetting.Relative(2));
        assertThat(RidgeSetting.of("ABSOLUTE", 0)).isEqualTo(new RidgeSetting.Absolute(0));
        assertThat(RidgeSetting.of("AUTO", -1)).isEqualTo(new RidgeSetting.Auto());
        assertThatThrownBy(() -> RidgeSetting.of("UNKNOWN", 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("UNKNOWN");
        assertThatThrownBy(() -> RidgeSetting.of("ABSOLUTE", -1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("alpha-absolute is -1.0");
    }
}
