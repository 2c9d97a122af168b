package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTasksTest {
    @TempDir
    Path folder;

    @Test
    void namesAreKeptAndEachIsTakenOnce() throws IOException {
        Files.writeString(folder.resolve("wikitext.jsonl"), "{\"page\": \"a\"}\n{\"page\": \"b\"}\n");
        List<EvaluationTask> tasks = EvaluationTasks.of(
                        List.of("wikitext", "ppl:a.txt", "wikitext"),
                        Tasks.data(folder.toUri().toString()))
                .tasks();
        assertThat(tasks).extracting(EvaluationTask::name).containsExactly("wikitext", "ppl:a.txt");
        assertThat(tasks.get(0).count(Integer.MAX_VALUE)).isEqualTo(2);
        assertThat(tasks.get(0).count(1)).isEqualTo(1);
    }

    @Test
    void itemsMayBePacked() throws IOException {
        try (Writer packed = new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("wikitext.jsonl.gz"))),
                StandardCharsets.UTF_8)) {
            packed.write("{\"page\": \"a\"}\n{\"page\": \"b\"}\n");
        }
        assertThat(Tasks.one("wikitext", folder.toString()).count(9)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wiki", "ppl:", "ppl", ""})
    void unknownNameIsAnsweredWithTheKnownOnes(String name) {
        assertThatThrownBy(() -> Tasks.one(name, null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("\"" + name + "\"")
                .hasMessageContaining("ppl:FILE, images:PICTURES, hellaswag");
    }

    @Test
    void missingDataIsDescribed() {
        assertThatThrownBy(() -> Tasks.one("wikitext", folder.toString()).count(1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("wikitext: the split test of hf://datasets/EleutherAI/wikitext_document_level")
                .hasMessageContaining(folder.resolve("wikitext") + ".jsonl");
    }

    @Test
    void lengthBeyondThePositionsIsRefused() {
        assertThat(Context.length(null, 512)).isEqualTo(512);
        assertThat(Context.length(2, 512)).isEqualTo(2);
        for (int length : List.of(1, 513)) {
            assertThatThrownBy(() -> Context.length(length, 512))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(length + " tokens")
                    .hasMessageContaining("512 positions");
        }
    }
}
