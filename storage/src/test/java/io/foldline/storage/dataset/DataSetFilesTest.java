package io.foldline.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are meant: by the conventions of Python's {@code datasets}, by the card, by name. */
class DataSetFilesTest {
    private static DataSetFiles files(String... paths) {
        return new DataSetFiles(
                "hf://datasets/org/name", List.of(paths), Set.of("parquet", "jsonl", "jsonl.gz", "csv", "txt", "json"));
    }

    private static String card(String... lines) {
        return "---\nlicense: mit\n" + String.join("\n", lines) + "\n---\n# Texts\n---\n";
    }

    @ParameterizedTest
    @CsvSource({
        // Shards win over everything else.
        "data/train-00001-of-00002.parquet data/train-00000-of-00002.parquet data/test-00000-of-00001.parquet train.jsonl,"
                + "data/train-00000-of-00002.parquet data/train-00001-of-00002.parquet",
        "train.jsonl test.jsonl README.md, train.jsonl",
        "a-train.csv a-valid.csv, a-train.csv",
        "my_training_1.csv dev.csv, my_training_1.csv",
        // A word is no part of a longer one.
        "trainer.csv constraint.csv, constraint.csv trainer.csv",
        // Folders win over files.
        "train/b.jsonl train/a/a.jsonl test/train.jsonl, train/a/a.jsonl train/b.jsonl",
        "plain-1.txt plain-2.txt, plain-1.txt plain-2.txt",
        // What is packed is a format of its own.
        "en.train.jsonl.gz de.train.JSONL.GZ fr.train.jsonl en.train.txt.gz, de.train.JSONL.GZ en.train.jsonl.gz",
        // What describes, is hidden, or cannot be read does not count; of several formats the most frequent is taken.
        "dataset_info.json .hidden/a.csv __x__/b.csv c.pdf a.csv b.csv d.txt, a.csv b.csv"
    })
    void namesTellTheTrainSplit(String paths, String expected) {
        assertThat(files(paths.split(" ")).train("")).containsExactly(expected.split(" "));
    }

    @Test
    void theCardDecides() {
        DataSetFiles files = files("en/a.jsonl", "en/b.jsonl", "en/test.jsonl", "de/train/a.csv", "README.md");
        assertThat(files.train(card(
                        "configs:",
                        "- config_name: de",
                        "  data_dir: de",
                        "- config_name: en",
                        "  default: true",
                        "  data_files:",
                        "  - split: test",
                        "    path: en/test*",
                        "  - split: train",
                        "    path:",
                        "    - ./en/b.jsonl",
                        "    - en/[!bt].*")))
                .containsExactly("en/b.jsonl", "en/a.jsonl");
        assertThat(files.train(card("configs:", "- config_name: de", "  data_dir: ./de/")))
                .containsExactly("de/train/a.csv");
        assertThat(files.train(card("configs:", "- config_name: default", "  data_files: '**/b.*'")))
                .containsExactly("en/b.jsonl");
        assertThat(files.train(card("configs:", "- data_dir: en", "  data_files: {train: b.jsonl}")))
                .containsExactly("en/b.jsonl");
        assertThat(files("train.csv").train("# no front matter\n---\nconfigs: 1\n---\n"))
                .containsExactly("train.csv");
        assertThat(files("train.csv").train(card("configs: []"))).containsExactly("train.csv");
    }

    @Test
    void severalConfigurationsWithoutDefaultAreShown() {
        assertThatThrownBy(() -> files("a.csv", "b/c.csv")
                        .train(card(
                                "configs:",
                                "- config_name: one",
                                "  data_files: a.csv",
                                "- config_name: two",
                                "  data_dir: b")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("hf://datasets/org/name", "no default", "one (/a.csv), two (/b/)");
    }

    @Test
    void aPathNamesAFileAPatternOrAFolder() {
        DataSetFiles files = files("x/train.csv", "x/test.csv", "x/y/b.csv", "y/1.jsonl", "y/2.jsonl", "strange.arrow");
        assertThat(files.named("x/test.csv")).containsExactly("x/test.csv");
        assertThat(files.named("strange.arrow")).containsExactly("strange.arrow");
        assertThat(files.named("x/*.csv")).containsExactly("x/test.csv", "x/train.csv");
        assertThat(files.named("**/?.jsonl")).containsExactly("y/1.jsonl", "y/2.jsonl");
        assertThat(files.named("x")).containsExactly("x/train.csv");
        assertThat(files.named("y")).containsExactly("y/1.jsonl", "y/2.jsonl");
    }

    @Test
    void whatIsMissingIsSaidWithWhatIsThere() {
        DataSetFiles files = files("x/test.csv", "x/valid.csv", "README.md", "a.arrow");
        refused(
                () -> files.train(""),
                "hf://datasets/org/name: ",
                "no train split",
                "hf://datasets/org/name/x/test.csv");
        refused(() -> files.train(card("configs:", "- data_files: nothing/*")), "'default'", "x/test.csv, x/valid.csv");
        refused(() -> files.named("x"), "/x: no files of a train split", "x/test.csv, x/valid.csv");
        refused(() -> files.named("z*"), "fits 'z*'", "x/test.csv");
        refused(
                () -> files("a.arrow", "README.md").train(""),
                "[csv, json, jsonl, jsonl.gz, parquet, txt]",
                "README.md, a.arrow");
        refused(() -> files.train("---\nconfigs: [\n---\n"), "the YAML in front of README.md cannot be read");
        refused(() -> files.named("[z-a].csv"), "not a pattern");
    }

    private static void refused(Runnable reading, String... messages) {
        assertThatThrownBy(reading::run).isInstanceOf(InputException.class).hasMessageContainingAll(messages);
    }
}
