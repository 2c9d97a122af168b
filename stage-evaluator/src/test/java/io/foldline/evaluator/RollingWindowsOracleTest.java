package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Windows against lm-evaluation-harness. */
class RollingWindowsOracleTest {
    @Test
    void windowsAreThoseOfTheHarness() throws IOException {
        for (JsonNode golden : Golden.lmEval().get("windows")) {
            int tokens = golden.get("tokens").asInt();
            int[] text = IntStream.range(100, 100 + tokens).toArray();
            List<ModelRequest> windows =
                    RollingWindows.of(text, 1, golden.get("length").asInt());
            assertThat(windows).as("%s", golden).hasSameSizeAs(golden.get("windows"));
            for (int i = 0; i < windows.size(); i++) {
                check(
                        (ModelRequest.Likelihood) windows.get(i),
                        golden.get("windows").get(i));
            }
        }
    }

    private static void check(ModelRequest.Likelihood window, JsonNode golden) {
        int first = window.firstScored();
        int[] ids = window.ids();
        assertThat(Arrays.copyOf(ids, first)).containsExactly(Golden.ints(golden.get(0)));
        assertThat(Arrays.copyOfRange(ids, first, ids.length)).containsExactly(Golden.ints(golden.get(1)));
        assertThat(window.scored()).isEqualTo(golden.get(1).size());
    }
}
