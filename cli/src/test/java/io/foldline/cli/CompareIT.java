package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code foldline compare} over a real broker. */
class CompareIT {
    @TempDir
    Path folder;

    @Test
    void comparesMethodsAndSizes() throws IOException {
        Cli answer = compare("replaceme-ls,uidl/bi,diagonal", "1,40%");
        assertThat(answer.exit()).as(answer.err()).isZero();

        List<String> csv = Files.readAllLines(folder.resolve("comparison.csv"));
        assertThat(csv)
                .hasSize(1 + 3 * 2)
                .startsWith(
                        "method,drop,removed,task,metric,dense,dense_stderr,pruned,pruned_stderr,share_of_first,seconds");
        Map<String, double[]> figures = new HashMap<>();
        csv.stream()
                .skip(1)
                .map(line -> line.split(","))
                .forEach(cells -> figures.put(cells[0] + " " + cells[1], new double[] {
                    Double.parseDouble(cells[5]), Double.parseDouble(cells[7]), Double.parseDouble(cells[9])
                }));
        double[] first = Objects.requireNonNull(figures.get("replaceme-ls 40%"));
        double[] other = Objects.requireNonNull(figures.get("uidl/bi 40%"));
        assertThat(first[2]).isEqualTo(1);
        assertThat(other[2]).isCloseTo((other[1] - other[0]) / (first[1] - first[0]), within(1e-9));
        assertThat(answer.out()).contains("| `uidl/bi` | 2 | 2, 3 |");
        assertThat(folder.resolve("comparison.md")).content().isEqualTo(answer.out());
        assertThat(folder.resolve("comparison.html")).content().contains("series-2", "methods compared");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("comparison.md", "comparison.csv", "comparison.html");
        }

        Cli again = compare("replaceme-ls,uidl/bi,diagonal", "1,40%");
        assertThat(again.out()).isEqualTo(answer.out());
        assertThat(again.err()).doesNotContain("scorer");
    }

    @Test
    void goesOnWhereOneMethodCannot() throws IOException {
        Cli answer = compare("replaceme-ls,uidl", "1,5");

        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(answer.out()).contains("### Not done", "- `uidl`, 5: Drop 5 removes 5 of the model's 5 blocks");
    }

    private Cli compare(String methods, String drops) {
        return Cli.run(
                "compare",
                "--model",
                Models.tiny(),
                "--methods",
                methods,
                "--drop",
                drops,
                "--calibration",
                SharedPipeline.CALIBRATION,
                "--samples",
                16,
                "--max-length",
                64,
                "--evaluate",
                SharedPipeline.EVALUATION,
                "--limit",
                20,
                "--out",
                folder,
                "--kafka",
                SharedPipeline.broker());
    }
}
