package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionValuesTest {
    private static final MethodOption LOSS =
            new MethodOption("loss", "cosine", OptionRange.oneOf("cosine", "mse"), "What is minimised.");
    private static final MethodOption RATE =
            new MethodOption("rate", "0.1", OptionRange.numberFrom(0), "Length of a step.");
    private static final MethodOption EPOCHS =
            new MethodOption("epochs", "10", new OptionRange.Whole(1, 100), "Times that each token is seen.");

    @Test
    void whatIsNotGivenHasItsDefault() {
        OptionValues values = values(Map.of("rate", "1e-4"));

        assertThat(values.text(LOSS)).isEqualTo("cosine");
        assertThat(values.number(RATE)).isEqualTo(1e-4);
        assertThat(values.whole(EPOCHS)).isEqualTo(10);
        assertThat(values).hasToString("{epochs=10, loss=cosine, rate=1e-4}");
    }

    @ParameterizedTest
    @CsvSource({
        "loss, l3, 'option loss is \"l3\", expected cosine, mse.'",
        "rate, -1, 'option rate is \"-1\", expected a number of at least 0.0.'",
        "rate, NaN, 'option rate is \"NaN\", expected a number of at least 0.0.'",
        "rate, Infinity, 'option rate is \"Infinity\", expected a number of at least 0.0.'",
        "epochs, 101, 'option epochs is \"101\", expected a whole number from 1 to 100.'",
        "epochs, 1.5, 'option epochs is \"1.5\", expected a whole number from 1 to 100.'",
        "epoch, 1, 'there is no option \"epoch\"; its options are epochs, loss, rate.'"
    })
    void refusesWhatIsNoOptionOrOutOfRange(String name, String value, String why) {
        assertThatThrownBy(() -> values(Map.of(name, value)))
                .isInstanceOf(InputException.class)
                .hasMessage("method toy: " + why);
    }

    @Test
    void refusesAnyOptionWhereThereAreNone() {
        assertThatThrownBy(() -> PruningMethods.UIDL.values(Map.of("loss", "mse")))
                .isInstanceOf(InputException.class)
                .hasMessage("method uidl: there is no option \"loss\"; it has none.");
    }

    private static OptionValues values(Map<String, String> given) {
        return OptionValues.of("method toy", List.of(LOSS, RATE, EPOCHS), given);
    }
}
