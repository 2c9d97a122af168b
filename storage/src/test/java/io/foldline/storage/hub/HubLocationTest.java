package io.foldline.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubLocationTest {
    @ParameterizedTest
    @CsvSource({
        "hf://org/name, MODEL, org/name, main, ''",
        "hf://gpt2, MODEL, gpt2, main, ''",
        "hf://org/name@v1.0, MODEL, org/name, v1.0, ''",
        "hf://org/name@refs/pr/3, MODEL, org/name, refs/pr/3, ''",
        "hf://datasets/org/name, DATASET, org/name, main, ''",
        "hf://datasets/org/name@v2/a/b.parquet, DATASET, org/name, v2, a/b.parquet",
        "hf://datasets/org/name@refs/convert/parquet/a, DATASET, org/name, refs/convert/parquet, a",
        "hf://datasets/org/name/data/, DATASET, org/name, main, data"
    })
    void readsWhatUsersWrite(String text, RepoKind kind, String repo, String revision, String path) {
        HubLocation location = HubLocation.parse(text);
        assertThat(location).isEqualTo(new HubLocation(kind, repo, revision, path));
        assertThat(HubLocation.parse(location.uri())).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf://",
                "hf://org/name/file",
                "hf://../name",
                "hf://org/na--me",
                "hf://org/name@",
                "hf://org/name@../../x",
                "hf://org/name@a?b",
                "hf://spaces/name",
                "hf://datasets/name",
                "hf://datasets/org/name/../x",
                "hf://datasets/org/name@v1/a//b",
                "org/name"
            })
    void refusesWhatNamesNothing(String text) {
        assertThatThrownBy(() -> HubLocation.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(text, "hf://org/name");
    }

    @Test
    void knowsWhetherItMeansTheSameForEver() {
        assertThat(HubLocation.parse("hf://org/name").isPinned()).isFalse();
        assertThat(HubLocation.parse("hf://org/name").at("0".repeat(40)).isPinned())
                .isTrue();
    }
}
