package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.model.image.ImageColumns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocatedTaskTest {
    @ParameterizedTest
    @CsvSource({
        "images:pictures, pictures, ''",
        "images:/a/*.parquet#species, /a/*.parquet, #species",
        "images:hf://datasets/org/name@main#photo:species, hf://datasets/org/name@main, #photo:species",
        "images:/a#b/c, /a#b/c, ''",
        "images:/a#b/c#d#e, /a#b/c#d, #e",
        "ppl:/a#b.txt, /a#b.txt, ''"
    })
    void columnsAreBehindThePlaceOfPictures(String name, String location, String columns) {
        LocatedTask task = LocatedTask.of(name).orElseThrow();
        assertThat(task.location()).isEqualTo(location);
        assertThat(task.columns()).isEqualTo(columns);
        assertThat(task.name()).isEqualTo(name);
        assertThat(task.at("/x").name()).isEqualTo(task.prefix() + "/x" + columns);
        assertThat(task.ofPictures()).isEqualTo(name.startsWith("images:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wikitext", "images:", "ppl:", "images", ""})
    void otherTasksNameNoPlace(String name) {
        assertThat(LocatedTask.of(name)).isEmpty();
    }

    @Test
    void theLabelMayStandAlone() {
        assertThat(columns("images:a")).isEqualTo(ImageColumns.USUAL);
        assertThat(columns("images:a#fine")).isEqualTo(new ImageColumns("", "fine"));
        assertThat(columns("images:a#img:fine")).isEqualTo(new ImageColumns("img", "fine"));
        assertThat(columns("images:a#img:")).isEqualTo(new ImageColumns("img", ""));
    }

    private static ImageColumns columns(String name) {
        return ((ImageTask) Tasks.one(name, null)).columns();
    }
}
