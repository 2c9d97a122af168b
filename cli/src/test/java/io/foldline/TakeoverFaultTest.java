package io.foldline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.foldline.calibrator.CalibratorStage;
import io.foldline.checkpoint.TensorReader;
import io.foldline.evaluator.EvaluatorStage;
import io.foldline.event.ArtifactReference;
import io.foldline.event.CalibrateResult;
import io.foldline.event.CalibrateTask;
import io.foldline.event.Cut;
import io.foldline.event.EvaluateTask;
import io.foldline.event.Evaluation;
import io.foldline.event.Fold;
import io.foldline.event.Method;
import io.foldline.event.ModelRole;
import io.foldline.event.Plan;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreTask;
import io.foldline.event.SolveTask;
import io.foldline.event.TaskId;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.pruning.ActivationsFile;
import io.foldline.scorer.ScorerStage;
import io.foldline.solver.SolverStage;
import io.foldline.stage.CancelledException;
import io.foldline.stage.WorkContext;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that is interrupted after any number of batches, and taken over, ends with the very same result. */
class TakeoverFaultTest {
    private static final int SAMPLES = 40;
    private static final Plan CUT = new Plan(5, List.of(3), List.of(new Cut(2, 1)));
    private static final TaskId TASK = new TaskId("run-1", "any", 0, 1, 0, 0);

    private final ModelCache models = new ModelCache();
    private final TokenizedSamples samples = new TokenizedSamples();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        models.close();
    }

    /** Work on a task; the result says all of what came out. */
    private interface Work {
        Object on(WorkContext context) throws IOException;
    }

    private RunRequested.Builder request() {
        return Requests.stories(folder.resolve("out"), SAMPLES);
    }

    @Test
    void scorer() throws IOException {
        ScoreTask task = new ScoreTask(TASK, request().build(), 1, 0, SAMPLES, List.of(1), -1);
        assertTakenOver(context -> new ScorerStage(models, samples).work(task, context));
    }

    @Test
    void calibrator() throws IOException {
        RunRequested request = request()
                .setMethod(Requests.method("replaceme-ls", RidgeKind.AUTO, 1e-3))
                .build();
        Plan plan = new Plan(5, List.of(1, 4), List.of(new Cut(0, 1), new Cut(3, 1)));
        CalibrateTask task = new CalibrateTask(TASK, request, plan, 0, SAMPLES);
        assertTakenOver(context -> new CalibratorStage(models, samples)
                .work(task, context)
                .getStatistics()
                .getSha256());
    }

    /** Files of activations end where the work was interrupted; what is in them is the same, one after the other. */
    @Test
    void calibratorThatKeepsActivations() throws IOException {
        CalibrateTask task = new CalibrateTask(TASK, cosine("adam"), CUT, 0, SAMPLES);
        assertTakenOver(context -> {
            List<Double> values = new ArrayList<>();
            for (ArtifactReference file :
                    new CalibratorStage(models, samples).work(task, context).getActivations()) {
                for (double value : TensorReader.doubles(
                        ActivationsFile.read(context.artifacts().get(file), 0))) {
                    values.add(value);
                }
            }
            return values;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "lbfgs", "nlcg"})
    void solverThatSearches(String optimizer) throws IOException {
        RunRequested request = cosine(optimizer);
        SavingContext calibrating =
                new SavingContext(Files.createDirectory(folder.resolve("calibrator")), Integer.MAX_VALUE);
        CalibrateResult activations = new CalibratorStage(models, samples)
                .work(new CalibrateTask(TASK, request, CUT, 0, SAMPLES), calibrating);
        assertTakenOver(context -> {
            SolveTask task = new SolveTask(
                    TASK,
                    request,
                    CUT,
                    0,
                    List.of(moved(activations.getStatistics(), calibrating, context)),
                    List.of(moved(activations.getActivations().get(0), calibrating, context)));
            Fold fold = new SolverStage().work(task, context).getFold();
            return fold.getTransform().getSha256() + fold.getRelativeResidual();
        });
    }

    private static ArtifactReference moved(ArtifactReference file, WorkContext from, WorkContext to)
            throws IOException {
        Path content = from.artifacts().get(file);
        return to.artifacts().put("moved/" + content.getFileName(), copy -> Files.copy(content, copy));
    }

    private RunRequested cosine(String optimizer) {
        Map<String, String> options = Map.of("optimizer", optimizer, "epochs", "16", "batch-tokens", "1000");
        return request()
                .setMethod(Method.newBuilder(Requests.method("replaceme-cosine", RidgeKind.RELATIVE, 0))
                        .setOptions(options)
                        .build())
                .build();
    }

    @Test
    void evaluatorOfTexts() throws IOException {
        assertEvaluationTakenOver("ppl:" + Fixtures.path("data/text/tinystories-eval.jsonl"));
    }

    @Test
    void evaluatorOfChoices() throws IOException {
        assertEvaluationTakenOver("hellaswag");
    }

    private void assertEvaluationTakenOver(String evaluation) throws IOException {
        RunRequested request = request().build();
        request.setEvaluation(Evaluation.newBuilder(request.getEvaluation())
                .setTasks(List.of(evaluation))
                .setTaskData(String.valueOf(
                        Fixtures.path("data/tasks/hellaswag.jsonl").getParent()))
                .setMaxLength(64)
                .build());
        EvaluateTask task =
                new EvaluateTask(TASK, request, ModelRole.DENSE, request.getModel(), evaluation, 0, SAMPLES);
        assertTakenOver(context -> new EvaluatorStage(models).work(task, context));
    }

    private void assertTakenOver(Work work) throws IOException {
        Object undisturbed =
                work.on(new SavingContext(Files.createDirectory(folder.resolve("whole")), Integer.MAX_VALUE));
        int interruptions = 0;
        for (int batches = 1; ; batches++) {
            SavingContext context = new SavingContext(Files.createDirectory(folder.resolve("" + batches)), batches);
            if (catchThrowableOfType(CancelledException.class, () -> work.on(context)) == null) {
                break;
            }
            interruptions++;
            assertThat(work.on(context.next())).isEqualTo(undisturbed);
        }
        assertThat(interruptions).isGreaterThan(3);
    }
}
