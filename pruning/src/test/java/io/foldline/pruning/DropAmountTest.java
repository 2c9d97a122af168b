package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropAmountTest {
    @ParameterizedTest
    @CsvSource({"8,32,8", "1,2,1", "31,32,31", "25%,32,8", "25 %,12,3", "1%,12,1", "12.5%,12,2", "92%,12,11"})
    void countsBlocks(String text, int blocks, int expected) {
        assertThat(counted(text).of(blocks)).isEqualTo(expected);
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
        assertThatThrownBy(() -> counted(text).of(blocks))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Drop " + text + " removes")
                .hasMessageContaining("expected 1 to 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "100%", "250%"})
    void refusesShareThatIsNone(String text) {
        assertThatThrownBy(() -> counted(text).of(32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Drop " + text);
    }

    @Test
    void readsContracts() {
        assertThat(DropAmount.of("BLOCKS", 3)).isEqualTo(DropAmount.parse("3"));
        assertThat(DropAmount.of("PERCENT", 12.5)).isEqualTo(DropAmount.parse("12.5%"));
        assertThatThrownBy(() -> DropAmount.of("BLOCKS", 1.5)).isInstanceOf(InputException.class);
        assertThat(DropAmount.of("PARAMETERS", 1.2e9)).isEqualTo(DropAmount.parse("params:1.2B"));
        assertThat(DropAmount.of("BYTES", 1024)).isEqualTo(DropAmount.parse("bytes:1KiB"));
        assertThat(DropAmount.of("LATENCY_PERCENT", 20)).isEqualTo(DropAmount.parse("latency:20%"));
        assertThatThrownBy(() -> DropAmount.of("UNKNOWN", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("UNKNOWN");
    }

    private static DropAmount.Counted counted(String text) {
        return (DropAmount.Counted) DropAmount.parse(text);
    }

    @ParameterizedTest
    @CsvSource({
        "params:1.2B,PARAMETERS,1200000000,params:1.2B",
        "params:75M,PARAMETERS,75000000,params:75M",
        "params:75000,PARAMETERS,75000,params:75K",
        "params:75001,PARAMETERS,75001,params:75.001K",
        "params:1234567,PARAMETERS,1234567,params:1234.567K",
        "bytes:10GB,BYTES,10000000000,bytes:10GB",
        "bytes:1.5KB,BYTES,1500,bytes:1.5KB",
        "bytes:2MB,BYTES,2000000,bytes:2MB",
        "bytes:3KiB,BYTES,3072,bytes:3KiB",
        "bytes:3MiB,BYTES,3145728,bytes:3MiB",
        "bytes:3GiB,BYTES,3221225472,bytes:3GiB",
        "bytes:17,BYTES,17,bytes:17",
        "' latency:12.5% ',LATENCY,12.5,latency:12.5%"
    })
    void readsBudgets(String text, Quantity quantity, double amount, String printed) {
        DropAmount budget = DropAmount.parse(text);
        assertThat(budget).isEqualTo(new DropAmount.Budget(quantity, amount)).hasToString(printed);
        assertThat(DropAmount.parse(printed)).isEqualTo(budget);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "params:",
                "params:x",
                "params:1GB",
                "params:-1",
                "params:1 2",
                "params:1e9",
                "bytes:1B",
                "bytes:10gb",
                "bytes:20%",
                "latency:20",
                "latency:%"
            })
    void refusesBudgetsOfAnotherForm(String text) {
        assertThatThrownBy(() -> DropAmount.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Drop \"" + text + "\": expected " + text.substring(0, text.indexOf(':')));
    }

    @ParameterizedTest
    @CsvSource({
        "params:0,more than 0",
        "bytes:0GB,more than 0",
        "latency:0%,less than 100%",
        "latency:100%,less than 100%"
    })
    void refusesBudgetsOfNothingAndAll(String text, String why) {
        assertThatThrownBy(() -> DropAmount.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(why);
    }

    /** Of unlike blocks the smallest count, so that whichever are taken are enough; the first never goes. */
    @ParameterizedTest
    @CsvSource({"1,1", "30,1", "30.5,2", "70,2", "71,3", "170,3", "171,4", "270,4"})
    void theSmallestBlocksMeetABudget(double amount, int expected) {
        BlockAmounts model = new BlockAmounts(50, List.of(5.0, 100.0, 30.0, 100.0, 40.0));
        assertThat(new DropAmount.Budget(Quantity.BYTES, amount).of(model)).isEqualTo(expected);
    }

    @Test
    void latencyIsAShareOfTheWholePass() {
        BlockAmounts model = new BlockAmounts(0.5, List.of(0.1, 0.1, 0.1, 0.1, 0.1));
        assertThat(new DropAmount.Budget(Quantity.LATENCY, 9).of(model)).isEqualTo(1);
        assertThat(new DropAmount.Budget(Quantity.LATENCY, 11).of(model)).isEqualTo(2);
        assertThatThrownBy(() -> new DropAmount.Budget(Quantity.LATENCY, 50).of(model))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Drop latency:50%")
                .hasMessageContaining("4 blocks behind the first")
                .hasMessageMatching(".*make up latency:(40|39\\.999)%; .*");
    }

    @Test
    void saysWhatIsPossible() {
        BlockAmounts model = new BlockAmounts(5e6, List.of(2e6, 2_345_678.0, 2e6));
        assertThatThrownBy(() -> new DropAmount.Budget(Quantity.PARAMETERS, 1e9).of(model))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "Drop params:1B: the model's 2 blocks behind the first, which always stays, make up params:4.345M; expected at most that.");
    }
}
