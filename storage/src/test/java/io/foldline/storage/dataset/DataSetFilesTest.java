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
        assertThat(files(paths.split(" ")).of(DataSetSplit.TRAIN, "")).containsExactly(expected.split(" "));
    }

    @Test
    void theCardDecides() {
        DataSetFiles files = files("en/a.jsonl", "en/b.jsonl", "en/test.jsonl", "de/train/a.csv", "README.md");
        assertThat(files.of(
                        DataSetSplit.TRAIN,
                        card(
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
        assertThat(files.of(DataSetSplit.TRAIN, card("configs:", "- config_name: de", "  data_dir: ./de/")))
                .containsExactly("de/train/a.csv");
        assertThat(files.of(DataSetSplit.TRAIN, card("configs:", "- config_name: default", "  data_files: '**/b.*'")))
                .containsExactly("en/b.jsonl");
        assertThat(files.of(DataSetSplit.TRAIN, card("configs:", "- data_dir: en", "  data_files: {train: b.jsonl}")))
                .containsExactly("en/b.jsonl");
        assertThat(files("train.csv").of(DataSetSplit.TRAIN, "# no front matter\n---\nconfigs: 1\n---\n"))
                .containsExactly("train.csv");
        assertThat(files("train.csv").of(DataSetSplit.TRAIN, card("configs: []")))
                .containsExactly("train.csv");
    }

    @Test
    void severalConfigurationsWithoutDefaultAreShown() {
        assertThatThrownBy(() -> files("a.csv", "b/c.csv")
                        .of(
                                DataSetSplit.TRAIN,
                                card(
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
        assertThat(files.named("x/test.csv", DataSetSplit.TRAIN)).containsExactly("x/test.csv");
        assertThat(files.named("strange.arrow", DataSetSplit.TRAIN)).containsExactly("strange.arrow");
        assertThat(files.named("x/*.csv", DataSetSplit.TRAIN)).containsExactly("x/test.csv", "x/train.csv");
        assertThat(files.named("**/?.jsonl", DataSetSplit.TRAIN)).containsExactly("y/1.jsonl", "y/2.jsonl");
        assertThat(files.named("x", DataSetSplit.TRAIN)).containsExactly("x/train.csv");
        assertThat(files.named("y", DataSetSplit.TRAIN)).containsExactly("y/1.jsonl", "y/2.jsonl");
    }

    @Test
    void whatIsMissingIsSaidWithWhatIsThere() {
        DataSetFiles files = files("x/test.csv", "x/valid.csv", "README.md", "a.arrow");
        refused(
                () -> files.of(DataSetSplit.TRAIN, ""),
                "hf://datasets/org/name: ",
                "no train split",
                "hf://datasets/org/name/x/test.csv");
        refused(
                () -> files.of(DataSetSplit.TRAIN, card("configs:", "- data_files: nothing/*")),
                "'default'",
                "x/test.csv, x/valid.csv");
        refused(
                () -> files.named("x", DataSetSplit.TRAIN),
                "/x: no files of the train split",
                "x/test.csv, x/valid.csv");
        refused(() -> files.named("z*", DataSetSplit.TRAIN), "fits 'z*'", "x/test.csv");
        refused(
                () -> files("a.arrow", "README.md").of(DataSetSplit.TRAIN, ""),
                "[csv, json, jsonl, jsonl.gz, parquet, txt]",
                "README.md, a.arrow");
        refused(
                () -> files.of(DataSetSplit.TRAIN, "---\nconfigs: [\n---\n"),
                "the YAML in front of README.md cannot be read");
        refused(() -> files.named("[z-a].csv", DataSetSplit.TRAIN), "not a pattern");
    }

    @Test
    void aSplitThatNoWordTellsIsWhatHasItsName() {
        DataSetFiles files = files("a/dev.csv", "dev/1.csv", "dev-00001-of-00002.csv", "my-dev.csv", "dev-2.csv");
        assertThat(files.of(DataSetSplit.of("dev"), ""))
                .containsExactly("a/dev.csv", "dev-00001-of-00002.csv", "dev/1.csv");
        assertThat(files.of(DataSetSplit.of("validation"), "")).containsExactly("dev/1.csv");
        assertThat(files.of(DataSetSplit.of("my-dev"), "")).containsExactly("my-dev.csv");
    }

    @Test
    void aFolderIsTheConfigurationThatTheCardDoesNotKnow() {
        DataSetFiles files = files(
                "law/validation-00000-of-00001.parquet",
                "law/dev-00000-of-00001.parquet",
                "law/test-00001-of-00002.parquet",
                "law/test-00000-of-00002.parquet",
                "art/test.jsonl",
                "art/val.jsonl",
                "README.md");
        String card = card("configs:", "- config_name: art", "  data_files: art/*.jsonl");
        assertThat(files.of(DataSetSplit.of("law", "validation"), card))
                .containsExactly("law/validation-00000-of-00001.parquet");
        assertThat(files.of(DataSetSplit.of("law", "dev"), "")).containsExactly("law/dev-00000-of-00001.parquet");
        assertThat(files.of(DataSetSplit.of("law", "test"), ""))
                .containsExactly("law/test-00000-of-00002.parquet", "law/test-00001-of-00002.parquet");
        assertThat(files.of(DataSetSplit.of("art", "validation"), "")).containsExactly("art/val.jsonl");
        assertThat(files.named("art", DataSetSplit.of("validation"))).containsExactly("art/val.jsonl");
        refused(
                () -> files.of(DataSetSplit.of("art", "test"), card),
                "no files for the test split of 'art'",
                "[train]");
        refused(
                () -> files.of(DataSetSplit.of("law", "train"), card),
                "no train split of 'law'",
                "[dev, test, validation]");
        refused(
                () -> files.of(DataSetSplit.of("la", "test"), card),
                "hf://datasets/org/name: no configuration 'la'; there are art, law");
        refused(
                () -> files.of(DataSetSplit.of("la", "test"), ""),
                "no configuration 'la'; there are art, default, law");
        refused(() -> files.named("law", DataSetSplit.of("law", "test")), "/law: ", "no configuration, found 'law'");
        refused(() -> files.named("law", DataSetSplit.of("eval")), "/law: no files of the eval split", "law/dev-");
    }

    private static void refused(Runnable reading, String... messages) {
        assertThatThrownBy(reading::run).isInstanceOf(InputException.class).hasMessageContainingAll(messages);
    }
}
