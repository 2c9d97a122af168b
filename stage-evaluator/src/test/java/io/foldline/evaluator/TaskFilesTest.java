package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.evaluator.task.TaskFiles;
import io.foldline.model.ComputeOptions;
import io.foldline.stage.ProgressListener;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Task files: those that come along, and those of users. */
class TaskFilesTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");

    private static final String CAPITALS = """
            task: capitals
            dataset_path: org/capitals
            training_split: train
            test_split: test
            output_type: multiple_choice
            doc_to_text: "The capital of {{ country }} is"
            doc_to_choice: "{{ cities }}"
            doc_to_target: "{{ cities.index(capital) }}"
            metric_list:
              - metric: acc
              - metric: acc_bytes
            """;

    @TempDir
    Path folder;

    @Test
    void everyShippedFileCanBeRead() {
        TaskFiles files = TaskFiles.of(null);
        assertThat(TaskFiles.shipped())
                .hasSize(14)
                .allSatisfy(name -> assertThat(files.has(name)).as(name).isTrue());
        EvaluationTasks tasks = EvaluationTasks.of(TaskFiles.shipped(), Tasks.data("nowhere"));
        assertThat(tasks.tasks()).hasSize(13 + 57);
        assertThat(tasks.facts()).hasSize(13 + 1 + 4 + 57);
        assertThat(tasks.groups()).hasSize(5);
    }

    @Test
    void aTaskOfTheUserIsMeasured() throws IOException {
        write("capitals.yaml", CAPITALS);
        write("capitals/test.jsonl", """
                {"country": "France", "cities": ["Rome", "Paris"], "capital": "Paris"}
                {"country": "Italy", "cities": ["Rome", "Bär"], "capital": "Rome"}
                """);
        write("capitals/train.jsonl", """
                {"country": "Spain", "cities": ["Madrid", "Oslo"], "capital": "Madrid"}
                {"country": "Norway", "cities": ["Madrid", "Oslo"], "capital": "Oslo"}
                """);
        EvaluationTasks tasks = of("capitals", 2);
        List<String> prompts = new java.util.ArrayList<>();
        List<TaskFigures> figures = new Evaluation(tasks, null, null)
                .evaluate(Fixtures.path("models/stories260k"), CPU, new Evaluation.Listener() {
                    @Override
                    public ProgressListener progress(EvaluationTask task) {
                        return ProgressListener.NONE;
                    }

                    @Override
                    public SampleListener samples(EvaluationTask task) {
                        return (item, sample) -> prompts.add(
                                sample.at("/arguments/gen_args_0/arg_0").asText());
                    }
                });
        assertThat(figures).singleElement().satisfies(task -> {
            assertThat(task.items()).isEqualTo(2);
            assertThat(task.values()).containsKeys("acc", "acc_stderr", "acc_bytes");
        });
        assertThat(prompts)
                .hasSize(2)
                .allSatisfy(prompt -> assertThat(prompt)
                        .contains("The capital of Spain is Madrid\n\n", "The capital of Norway is Oslo\n\n"));
        assertThat(prompts.get(0)).endsWith("\n\nThe capital of France is");
    }

    @Test
    void groupsAverageOverTheirItems() throws IOException {
        write("capitals.yaml", CAPITALS);
        write("same.yaml", "include: capitals.yaml\ntask: same\n");
        write("both.yaml", """
                group: both
                task: [capitals, same]
                aggregate_metric_list:
                  - metric: acc
                """);
        write(
                "capitals/test.jsonl",
                "{\"country\": \"Italy\", \"cities\": [\"Rome\", \"Bonn\"], \"capital\": \"Rome\"}\n");
        List<TaskFigures> figures = new Evaluation(of("both", 0), null, null)
                .evaluate(Fixtures.path("models/stories260k"), CPU, Tasks.listening(ProgressListener.NONE));
        assertThat(figures).extracting(TaskFigures::evaluation).containsExactly("capitals", "same", "both");
        assertThat(figures.get(2).items()).isEqualTo(2);
        assertThat(figures.get(2).values().get("acc"))
                .isEqualTo(figures.get(0).values().get("acc"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metric_list:|metric_lists:|unknown field [metric_lists]",
                "- metric: acc_bytes|- metric: perplexity|one of [acc, acc_bytes, acc_norm] for multiple_choice",
                "output_type: multiple_choice|output_type: guess|one of [multiple_choice",
                "test_split: test|num_fewshot: 0|no field test_split",
                "doc_to_choice: \"{{ cities }}\"|num_fewshot: 0|no field doc_to_choice",
                "{{ country }}|{{ country|expected '}}'",
                "\"{{ cities }}\"|!function utils.cities|Jinja",
            })
    void aMistakeInAFileIsNamed(String right, String wrong, String why) {
        assertThatThrownBy(() -> {
                    write("capitals.yaml", CAPITALS.replace(right, wrong));
                    of("capitals", 0);
                })
                .isInstanceOf(InputException.class)
                .hasMessageContaining("capitals.yaml")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"absent.yaml, which is not there", "capitals.yaml, without end"})
    void anIncludeThatLeadsNowhereIsNamed(String included, String why) throws IOException {
        write("capitals.yaml", "include: " + included + "\n" + CAPITALS);
        assertThatThrownBy(() -> of("capitals", 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("capitals.yaml")
                .hasMessageContaining(why);
    }

    @Test
    void aColumnThatIsNotThereIsNamed() throws IOException {
        write("capitals.yaml", CAPITALS);
        write("capitals/test.jsonl", "{\"land\": \"Italy\", \"cities\": [\"Rome\"], \"capital\": \"Rome\"}\n");
        assertThatThrownBy(() -> new Evaluation(of("capitals", 0), null, null)
                        .evaluate(Fixtures.path("models/stories260k"), CPU, Tasks.listening(ProgressListener.NONE)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test.jsonl, line 1")
                .hasMessageContaining("'country' is undefined")
                .hasMessageContaining("[land, cities, capital]");
    }

    @Test
    void anEmptySplitIsAnError() throws IOException {
        write("capitals.yaml", CAPITALS);
        write("capitals/test.jsonl", "\n");
        assertThatThrownBy(() -> of("capitals", 0).tasks().get(0).count(9))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the split test of hf://datasets/org/capitals is empty");
    }

    @Test
    void moreExamplesThanThereAreIsAnError() throws IOException {
        write("capitals.yaml", CAPITALS);
        write("capitals/test.jsonl", "{\"country\": \"Italy\", \"cities\": [\"Rome\"], \"capital\": \"Rome\"}\n");
        write("capitals/train.jsonl", "{\"country\": \"Spain\", \"cities\": [\"Madrid\"], \"capital\": \"Madrid\"}\n");
        assertThatThrownBy(() -> new Evaluation(of("capitals", 2), null, null)
                        .evaluate(Fixtures.path("models/stories260k"), CPU, Tasks.listening(ProgressListener.NONE)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 examples")
                .hasMessageContaining("has 1");
    }

    /** What the harness refuses is scored in windows. */
    @Test
    void aContinuationLongerThanTheContextIsScored() throws IOException {
        write("capitals.yaml", CAPITALS);
        String city = "Rome and the hills around it ".repeat(20);
        write(
                "capitals/test.jsonl",
                "{\"country\": \"Italy\", \"cities\": [\"%s\", \"Bonn\"], \"capital\": \"Bonn\"}%n".formatted(city));
        List<TaskFigures> figures = new Evaluation(of("capitals", 0), null, 32)
                .evaluate(Fixtures.path("models/stories260k"), CPU, Tasks.listening(ProgressListener.NONE));
        assertThat(figures.get(0).values()).containsEntry("acc", 1.0);
    }

    private EvaluationTasks of(String name, int fewShot) {
        return EvaluationTasks.of(List.of(name), new TaskOptions(folder.toString(), folder.toString(), fewShot));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
