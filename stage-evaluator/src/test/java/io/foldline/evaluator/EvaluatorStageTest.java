package io.foldline.evaluator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ModelConfig;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.event.CheckpointMerged;
import io.foldline.event.EvaluateTask;
import io.foldline.event.Evaluation;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.ModelRole;
import io.foldline.event.TaskScore;
import io.foldline.model.ModelCache;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorStageTest {
    private final ModelCache models = new ModelCache();
    private final EvaluatorStage stage = new EvaluatorStage(models);

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void figuresAreTheSameWithOneOrSevenTasks() throws IOException {
        ModelEvaluated one = evaluate(texts(60, 20), 1);
        ModelEvaluated seven = evaluate(texts(60, 20), 7);
        assertThat(one.getScores()).extracting(TaskScore::getItems).containsExactly(60L, 20L);
        for (int i = 0; i < 2; i++) {
            TaskScore expected = one.getScores().get(i);
            TaskScore score = seven.getScores().get(i);
            assertThat(score.getEvaluation()).isEqualTo(expected.getEvaluation());
            expected.getDense().forEach((name, value) -> {
                assertThat(requireNonNull(score.getDense().get(name))).isCloseTo(value, within(1e-12 * value));
                assertThat(requireNonNull(score.getPruned().get(name)))
                        .isCloseTo(requireNonNull(expected.getPruned().get(name)), within(1e-12 * value));
            });
        }
    }

    @Test
    void retainedIsTheMeanOverTasks() throws IOException {
        ModelEvaluated evaluated = evaluate(texts(8, 8), 1);
        TaskScore perplexity = evaluated.getScores().get(0);
        TaskScore wikitext = evaluated.getScores().get(1);
        assertThat(perplexity.getRetainedPercent())
                .isEqualTo(retained(perplexity, "perplexity"))
                .isLessThan(100);
        assertThat(wikitext.getRetainedPercent()).isEqualTo(retained(wikitext, "word_perplexity"));
        assertThat(evaluated.getRetainedPercent())
                .isCloseTo((perplexity.getRetainedPercent() + wikitext.getRetainedPercent()) / 2, within(1e-12));
        assertThat(evaluated.getParameters()).isEqualTo(2);
        assertThat(evaluated.getDenseParameters()).isEqualTo(3);
    }

    @Test
    void denseTasksComeFirst() throws IOException {
        List<EvaluateTask> tasks = stage.split(merged(texts(20, 8), 2));
        assertThat(tasks)
                .extracting(EvaluateTask::getRole)
                .containsExactly(
                        ModelRole.DENSE,
                        ModelRole.DENSE,
                        ModelRole.DENSE,
                        ModelRole.PRUNED,
                        ModelRole.PRUNED,
                        ModelRole.PRUNED);
        assertThat(tasks).extracting(EvaluateTask::getEndItem).containsExactly(8, 20, 8, 8, 20, 8);
        assertThat(tasks).extracting(task -> task.getTask().getIndex()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(tasks)
                .allSatisfy(task -> assertThat(task.getTask().getCount()).isEqualTo(6));
    }

    @Test
    void nothingAskedIsNothingMeasured() throws IOException {
        Evaluation none = Evaluation.newBuilder().setTasks(List.of()).build();
        assertThat(stage.split(merged(none, 3))).isEmpty();
        ModelEvaluated evaluated = evaluate(none, 3);
        assertThat(evaluated.getScores()).isEmpty();
        assertThat(evaluated.getRetainedPercent()).isNull();
    }

    @Test
    void limitBoundsTheItemsOfEachTask() throws IOException {
        Evaluation limited = Evaluation.newBuilder(texts(20, 20)).setLimit(3).build();
        assertThat(stage.split(merged(limited, 0)))
                .extracting(EvaluateTask::getEndItem)
                .containsExactly(3, 3, 3, 3);
        Evaluation none = Evaluation.newBuilder(limited).setLimit(0).build();
        assertThatThrownBy(() -> stage.split(merged(none, 0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("limit of 0");
    }

    @Test
    void lengthBeyondThePositionsFails() throws IOException {
        Evaluation tooLong =
                Evaluation.newBuilder(texts(8, 8)).setMaxLength(513).build();
        assertThatThrownBy(() -> evaluate(tooLong, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("513 tokens")
                .hasMessageContaining("512 positions");
    }

    private static double retained(TaskScore score, String metric) {
        return 100
                * requireNonNull(score.getDense().get(metric))
                / requireNonNull(score.getPruned().get(metric));
    }

    private ModelEvaluated evaluate(Evaluation evaluation, int tasks) throws IOException {
        InProcess run =
                new InProcess(new FileArtifactStore(folder.resolve("artifacts").toUri()));
        return run.run(stage, merged(evaluation, tasks));
    }

    private CheckpointMerged merged(Evaluation evaluation, int tasks) throws IOException {
        Path dense = Fixtures.path("models/stories260k");
        return Events.merged(dense, withoutLastBlock(dense), evaluation, tasks);
    }

    /** The model without its last block: one that does worse. */
    private Path withoutLastBlock(Path folderOfDense) throws IOException {
        Path pruned = folder.resolve("pruned");
        Checkpoint dense = Checkpoint.open(folderOfDense);
        List<OutputTensor> kept = dense.tensors().values().stream()
                .filter(tensor -> !tensor.name().startsWith("model.layers.4."))
                .<OutputTensor>map(tensor -> new OutputTensor.Copied(tensor.name(), tensor))
                .toList();
        ModelConfig config = dense.config().with(json -> json.put("num_hidden_layers", 4));
        new CheckpointWriter()
                .write(new CheckpointDraft(dense, config, kept, Map.of()), pruned, "run-1", (done, total) -> {});
        return pruned;
    }

    /** Stories as texts of a perplexity and, shortened, as pages of wikitext. */
    private Evaluation texts(int texts, int pages) throws IOException {
        List<String> lines =
                Files.readAllLines(Fixtures.path("data/text/tinystories-eval.jsonl"), StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("texts.jsonl"), lines.subList(0, texts));
        List<String> wikitext = lines.subList(100, 100 + pages).stream()
                .map(line -> line.replace("{\"text\"", "{\"page\""))
                .toList();
        Files.write(folder.resolve("wikitext.jsonl"), wikitext);
        return Evaluation.newBuilder()
                .setTasks(List.of("ppl:" + file, "wikitext"))
                .setTaskData(folder.toString())
                .setMaxLength(128)
                .build();
    }
}
