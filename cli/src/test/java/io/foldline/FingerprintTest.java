package io.foldline;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.calibrator.CalibratorStage;
import io.foldline.evaluator.EvaluatorStage;
import io.foldline.event.ArtifactReference;
import io.foldline.event.CalibrateTask;
import io.foldline.event.ChatTemplate;
import io.foldline.event.Compatibility;
import io.foldline.event.Compute;
import io.foldline.event.Cut;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.EvaluateTask;
import io.foldline.event.Evaluation;
import io.foldline.event.ModelRole;
import io.foldline.event.Plan;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreTask;
import io.foldline.event.Selector;
import io.foldline.event.SolveTask;
import io.foldline.event.TaskId;
import io.foldline.event.TextSource;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.scorer.ScorerStage;
import io.foldline.solver.SolverStage;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which change of a request, a task or a file makes which stage work again, and which leaves its results in use. */
class FingerprintTest {
    private final ModelCache models = new ModelCache();
    private final TokenizedSamples samples = new TokenizedSamples();

    @TempDir
    Path folder;

    private Inputs inputs = new Inputs();

    /** All that may change; what stages have handed on is taken as it is. */
    private static final class Inputs {
        RunRequested request = new RunRequested();
        int removed = 1;
        int end = 16;
        Plan plan = new Plan(5, List.of(3), List.of(new Cut(2, 1)));
        List<ArtifactReference> partials = List.of(partial("aa"), partial("bb"));
        List<ArtifactReference> activations = List.of();

        static ArtifactReference partial(String sha256) {
            return new ArtifactReference("file:///anywhere/" + sha256, sha256, 1L);
        }

        void evaluation(Consumer<Evaluation> change) {
            change.accept(request.getEvaluation());
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        copy(Fixtures.path("models/stories260k"), folder.resolve("model"));
        Path texts = Files.writeString(
                folder.resolve("texts.jsonl"), "{\"text\": \"once\", \"other\": \"upon\"}\n".repeat(40));
        Evaluation evaluation = Evaluation.newBuilder(
                        Requests.stories(folder, 1).build().getEvaluation())
                .setTasks(List.of("ppl:" + texts))
                .build();
        inputs.request = Requests.stories(folder.resolve("out"), 16)
                .setModel(folder.resolve("model").toUri().toString())
                .setCalibration(Requests.calibration(texts, 16, 64))
                .setEvaluation(evaluation)
                .build();
    }

    @AfterEach
    void close() {
        models.close();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("nothing", in -> {}),
                change("run id", in -> in.request.setRunId("run-2")),
                change("time", in -> in.request.setRequestedAt(Instant.ofEpochSecond(1))),
                change("output", in -> in.request.setOutput("file:///elsewhere")),
                change("priority", in -> in.request.setPriority(7)),
                change("deadline", in -> in.request.setDeadline(Instant.ofEpochSecond(1))),
                change("seed", in -> in.request.setSeed(7)),
                change("size of tasks", in -> in.request.setTaskSeconds(7)),
                change("number of tasks", in -> in.request.setTasksPerStage(7)),
                change("number of samples", in -> in.request.getCalibration().setSamples(512)),
                change(
                        "dtype by the name of the default",
                        in -> in.request.setCompute(new Compute("cpu", "auto", "auto"))),
                change("selector", in -> in.request.setSelector(new Selector("cosine", Map.of())), "scorer"),
                change("size of candidates", in -> in.removed = 2, "scorer"),
                change("drop alone", in -> in.request.setDrop(new Drop(DropUnit.PERCENT, 20.0))),
                change("cut", in -> in.plan = new Plan(5, List.of(2), List.of(new Cut(1, 1))), "calibrator", "solver"),
                change("method", in -> method(in, "diagonal", RidgeKind.RELATIVE, 1e-3), "solver"),
                change("ridge", in -> method(in, "replaceme-ls", RidgeKind.RELATIVE, 1e-2), "solver"),
                change("kind of ridge", in -> method(in, "replaceme-ls", RidgeKind.ABSOLUTE, 1e-3), "solver"),
                change("held out", in -> method(in, "replaceme-ls", RidgeKind.AUTO, 1e-3), "calibrator", "solver"),
                change("statistics", in -> in.partials = List.of(in.partials.get(0)), "solver"),
                change(
                        "order of statistics",
                        in -> in.partials = List.of(in.partials.get(1), in.partials.get(0)),
                        "solver"),
                change("reference", in -> in.request.setCompatibility(Compatibility.REFERENCE), "scorer", "calibrator"),
                change("length of samples", in -> in.request.getCalibration().setMaxLength(32), "scorer", "calibrator"),
                change("column", in -> texts(in).setColumn("other"), "scorer", "calibrator"),
                change("weight of the only source", in -> texts(in).setWeight(7.0)),
                change(
                        "conversations refused",
                        in -> in.request.getCalibration().setChatTemplate(ChatTemplate.OFF),
                        "scorer",
                        "calibrator"),
                change("random texts", in -> in.request.getCalibration().setShuffleSeed(7L), "scorer", "calibrator"),
                change("another source in front", FingerprintTest::anotherInFront, "scorer", "calibrator"),
                change("another source behind, beyond the range", FingerprintTest::anotherBehind),
                change(
                        "dtype",
                        in -> in.request.setCompute(new Compute("cpu", "bf16", "auto")),
                        "scorer",
                        "calibrator",
                        "dense",
                        "pruned"),
                change(
                        "dtype of the calibration",
                        in -> in.request.setCompute(new Compute("cpu", "f32", "nf4")),
                        "scorer",
                        "calibrator"),
                change("range", in -> in.end = 8, "scorer", "calibrator", "dense", "pruned"),
                change("limit of the evaluation", in -> in.evaluation(e -> e.setLimit(100))),
                change("another evaluation too", in -> in.evaluation(e -> e.setTasks(withWikitext(e.getTasks())))),
                change("length of items", in -> in.evaluation(e -> e.setMaxLength(100)), "dense", "pruned"));
    }

    private static Arguments change(String name, Consumer<Inputs> change, String... stages) {
        return Arguments.of(name, change, Set.of(stages));
    }

    private static void method(Inputs inputs, String name, RidgeKind ridge, double value) {
        inputs.request.setMethod(Requests.method(name, ridge, value));
    }

    private static void anotherInFront(Inputs inputs) {
        TextSource texts = texts(inputs);
        TextSource other = new TextSource(texts.getUri(), "other", 1.0);
        inputs.request.getCalibration().setSources(List.of(other, texts));
    }

    private static void anotherBehind(Inputs inputs) {
        TextSource texts = texts(inputs);
        TextSource other = new TextSource(texts.getUri(), "other", 1.0);
        inputs.request.getCalibration().setSources(List.of(texts, other));
        inputs.request.getCalibration().setSamples(32);
    }

    private static TextSource texts(Inputs inputs) {
        return inputs.request.getCalibration().getSources().get(0);
    }

    private static List<String> withWikitext(List<String> tasks) {
        return List.of(tasks.get(0), "wikitext");
    }

    @ParameterizedTest(name = "{0} → {2}")
    @MethodSource("changes")
    void aChangeMakesThoseWorkAgainThatDependOnIt(String name, Consumer<Inputs> change, Set<String> stages)
            throws IOException {
        assertChanges(stages, () -> change.accept(inputs));
    }

    @Test
    void methodsWithoutARidgeDoNotCareForIt() throws IOException {
        method(inputs, "diagonal", RidgeKind.RELATIVE, 1e-3);
        assertChanges(Set.of(), () -> method(inputs, "diagonal", RidgeKind.RELATIVE, 1e-2));
    }

    /** Activations serve every search: options of the search matter to the solver alone. */
    @ParameterizedTest
    @CsvSource({
        "objective,exact,solver",
        "loss,mse,solver",
        "optimizer,lbfgs,solver",
        "constraint,diagonal,solver",
        "epochs,3,solver",
        "epochs,10,",
        "learning-rate,1e-3,solver",
        "batch-tokens,7,solver",
        "l1,0.1,solver",
        "l2,0.1,solver",
        "tokens,7,calibrator solver",
        "tokens,0,solver"
    })
    void searches(String option, String value, @Nullable String stages) throws IOException {
        Set<String> changed = stages == null ? Set.of() : Set.of(stages.split(" "));
        method(inputs, "replaceme-cosine", RidgeKind.RELATIVE, 1e-3);
        assertChanges(changed, () -> inputs.request.getMethod().setOptions(Map.of(option, value)));
    }

    @Test
    void seedsAndActivationsMatterToSearches() throws IOException {
        assertChanges(Set.of("calibrator", "solver"), () -> method(inputs, "replaceme-cosine", RidgeKind.RELATIVE, 0));
        assertChanges(Set.of("solver"), () -> inputs.request.setSeed(7));
        assertChanges(Set.of("solver"), () -> inputs.activations = List.of(Inputs.partial("cc")));
        assertChanges(
                Set.of("calibrator", "solver"), () -> inputs.request.getMethod().setOptions(Map.of("tokens", "7")));
        assertChanges(Set.of("calibrator", "solver"), () -> inputs.request.setSeed(8));
    }

    @Test
    void textsAreTheirContent() throws IOException {
        Path texts = folder.resolve("texts.jsonl");
        assertChanges(
                Set.of("scorer", "calibrator", "dense", "pruned"), () -> Files.writeString(texts, "{\"text\": \"\"}"));
        assertChanges(
                Set.of(),
                () -> texts(inputs)
                        .setUri(Files.copy(texts, folder.resolve("b.jsonl")).toString()));
        assertChanges(
                Set.of("scorer", "calibrator"),
                () -> texts(inputs)
                        .setUri(Files.copy(texts, folder.resolve("b.txt")).toString()));
    }

    @Test
    void theDayCountsWhereTheChatTemplateAsksForIt() throws IOException {
        Doing anotherDay = () ->
                inputs.request.setRequestedAt(inputs.request.getRequestedAt().plus(Duration.ofDays(1)));
        Path template = folder.resolve("model").resolve("chat_template.jinja");
        assertChanges(Set.of("scorer", "calibrator", "dense"), () -> Files.writeString(template, "{{ messages }}"));
        assertChanges(Set.of(), anotherDay);
        Files.writeString(template, "{{ strftime_now('%d') }}");
        assertChanges(Set.of("scorer", "calibrator"), anotherDay);
    }

    @Test
    void modelsAreTheirContent() throws IOException {
        Path model = folder.resolve("model");
        assertChanges(
                Set.of("scorer", "calibrator", "dense"),
                () -> Files.writeString(model.resolve("tokenizer.json"), " ", StandardOpenOption.APPEND));
        assertChanges(Set.of(), () -> {
            copy(model, folder.resolve("moved"));
            inputs.request.setModel(folder.resolve("moved").toString());
        });
    }

    private interface Doing {
        void run() throws IOException;
    }

    private void assertChanges(Set<String> stages, Doing change) throws IOException {
        Map<String, String> before = fingerprints();
        change.run();
        Map<String, String> after = fingerprints();
        Set<String> changed = new TreeSet<>(before.keySet());
        changed.removeIf(stage -> after.get(stage).equals(before.get(stage)));
        assertThat(changed).isEqualTo(new TreeSet<>(stages));
    }

    private Map<String, String> fingerprints() throws IOException {
        RunRequested request = inputs.request;
        Map<String, String> all = new HashMap<>();
        TaskId id = new TaskId(request.getRunId(), "any", 0, 1, 0, 0);
        all.put(
                "scorer",
                new ScorerStage(models, samples)
                        .fingerprint(new ScoreTask(id, request, inputs.removed, 0, inputs.end, List.of(), -1))
                        .orElseThrow());
        all.put(
                "calibrator",
                new CalibratorStage(models, samples)
                        .fingerprint(new CalibrateTask(id, request, inputs.plan, 0, inputs.end))
                        .orElseThrow());
        all.put(
                "solver",
                new SolverStage()
                        .fingerprint(new SolveTask(id, request, inputs.plan, 0, inputs.partials, inputs.activations))
                        .orElseThrow());
        all.put("dense", evaluator(id, ModelRole.DENSE, request.getModel()));
        all.put(
                "pruned",
                evaluator(
                        id,
                        ModelRole.PRUNED,
                        Fixtures.path("models/stories260k").toString()));
        return all;
    }

    private String evaluator(TaskId id, ModelRole role, String model) throws IOException {
        String evaluation = inputs.request.getEvaluation().getTasks().get(0);
        return new EvaluatorStage(models)
                .fingerprint(new EvaluateTask(id, inputs.request, role, model, evaluation, 0, inputs.end))
                .orElseThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
