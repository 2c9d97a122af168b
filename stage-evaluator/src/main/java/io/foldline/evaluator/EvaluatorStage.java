package io.foldline.evaluator;

import io.foldline.event.CheckpointMerged;
import io.foldline.event.EvaluateResult;
import io.foldline.event.EvaluateTask;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.ModelRole;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskId;
import io.foldline.model.Architecture;
import io.foldline.model.ModelCache;
import io.foldline.model.text.ItemRange;
import io.foldline.passes.BatchLoop;
import io.foldline.passes.ModelUse;
import io.foldline.passes.TaskSize;
import io.foldline.schemas.Topics;
import io.foldline.stage.Fingerprint;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The evaluator as a stage: a task measures one of the two models on a range of items of one benchmark task. The dense
 * model's tasks come first, so that a worker that takes them in order loads each model once.
 */
public final class EvaluatorStage implements Stage<CheckpointMerged, EvaluateTask, EvaluateResult, ModelEvaluated> {
    /** Counts changes after which the same task has another result. */
    private static final int VERSION = 3;

    private final ModelCache models;

    /** Takes models from a cache that other stages of the process may share. */
    public EvaluatorStage(ModelCache models) {
        this.models = models;
    }

    @Override
    public List<EvaluateTask> split(CheckpointMerged event) {
        List<Part> parts = new ArrayList<>();
        RunRequested request = event.getRequest();
        List<EvaluationTask> tasks = tasks(request).tasks();
        if (tasks.isEmpty()) {
            return List.of();
        }
        tasks.forEach(task -> requireModel(task, request));
        Architecture dense = architecture(request);
        for (ModelRole role : List.of(ModelRole.DENSE, ModelRole.PRUNED)) {
            String model = role == ModelRole.DENSE ? request.getModel() : event.getOutput();
            for (EvaluationTask task : tasks) {
                for (ItemRange range : size(task, request, dense).ranges(request)) {
                    parts.add(new Part(role, model, task.name(), range));
                }
            }
        }
        return Tasks.of(request, Topics.EVALUATOR.stage(), parts, (id, part) -> part.task(id, request));
    }

    private record Part(ModelRole role, String model, String evaluation, ItemRange range) {
        EvaluateTask task(TaskId id, RunRequested request) {
            return new EvaluateTask(id, request, role, model, evaluation, range.first(), range.end());
        }
    }

    private static EvaluationTasks tasks(RunRequested request) {
        return EvaluationTasks.of(request.getEvaluation().getTasks(), TaskOptions.of(request.getEvaluation()));
    }

    /** Of the dense model for both: the pruned one is a little faster. */
    private static TaskSize size(EvaluationTask task, RunRequested request, Architecture dense) {
        int length = Context.length(request.getEvaluation().getMaxLength(), dense.maxPositions());
        return new TaskSize(
                count(task, request),
                task.tokensPerItem(length),
                dense.blockParameters() + dense.headParameters(),
                task.chunk());
    }

    private static void requireModel(EvaluationTask task, RunRequested request) {
        try {
            task.requireModel(
                    request.getModel(),
                    EvaluationTasks.limit(request.getEvaluation().getLimit()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Architecture architecture(RunRequested request) {
        try {
            return ModelUse.architecture(request.getModel());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(EvaluationTask task, RunRequested request) {
        try {
            return EvaluationTasks.count(task, request.getEvaluation().getLimit());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public EvaluateResult work(EvaluateTask task, WorkContext context) throws IOException {
        RunRequested request = task.getRequest();
        ModelUse model = model(task);
        try (ModelCache.Lease lease = model.lease(models)) {
            ModelEvaluator evaluator = new ModelEvaluator(
                    lease.model(),
                    model.folder(),
                    model.options(),
                    request.getEvaluation().getMaxLength());
            BatchLoop loop = BatchLoop.saving(context, saidOf(task));
            Measures measures =
                    evaluator.measure(evaluation(task), range(task), loop, context::progress, SampleListener.NONE);
            return EvaluateResult.newBuilder()
                    .setTask(task.getTask())
                    .setRole(task.getRole())
                    .setEvaluation(task.getEvaluation())
                    .setItems(measures.sums().items())
                    .setSums(measures.sums().values())
                    .setTops(measures.scores().stream()
                            .map(Measures.ItemScore::top)
                            .toList())
                    .setBottoms(measures.scores().stream()
                            .map(Measures.ItemScore::bottom)
                            .toList())
                    .build();
        }
    }

    /** Nothing of the run but the evaluation itself counts, so that a dense model is measured once for all its prunings. */
    @Override
    public Optional<String> fingerprint(EvaluateTask task) throws IOException {
        return Optional.of(saidOf(task));
    }

    private static String saidOf(EvaluateTask task) throws IOException {
        Integer maxLength = task.getRequest().getEvaluation().getMaxLength();
        ItemRange range = range(task);
        Fingerprint fingerprint = new Fingerprint(Topics.EVALUATOR.stage(), VERSION)
                .with("role", task.getRole())
                .with("evaluation", task.getEvaluation())
                .with("items", evaluation(task).digest())
                .with("maxLength", maxLength == null ? "positions" : maxLength)
                .with("firstItem", range.first())
                .with("endItem", range.end());
        return model(task).addTo(fingerprint).text();
    }

    private static ModelUse model(EvaluateTask task) throws IOException {
        return ModelUse.of(task.getModel(), task.getRequest().getCompute());
    }

    private static EvaluationTask evaluation(EvaluateTask task) {
        return EvaluationTasks.task(
                task.getEvaluation(), TaskOptions.of(task.getRequest().getEvaluation()));
    }

    private static ItemRange range(EvaluateTask task) {
        return new ItemRange(task.getFirstItem(), task.getEndItem());
    }

    @Override
    public ModelEvaluated gather(CheckpointMerged event, List<EvaluateResult> results) {
        EvaluationTasks tasks = tasks(event.getRequest());
        Comparison compared = Comparison.of(
                tasks, measures(tasks, results, ModelRole.DENSE), measures(tasks, results, ModelRole.PRUNED));
        return ModelEvaluated.newBuilder()
                .setRequest(event.getRequest())
                .setPlan(event.getPlan())
                .setFolds(event.getFolds())
                .setOutput(event.getOutput())
                .setDigest(event.getDigest())
                .setParameters(event.getParameters())
                .setDenseParameters(event.getDenseParameters())
                .setScores(compared.scores())
                .setRetainedPercent(compared.retained().map(Retained::percent).orElse(null))
                .setRetainedLow(compared.retained().flatMap(Retained::low).orElse(null))
                .setRetainedHigh(compared.retained().flatMap(Retained::high).orElse(null))
                .build();
    }

    private static Map<String, Measures> measures(EvaluationTasks tasks, List<EvaluateResult> results, ModelRole role) {
        Map<String, Measures> measures = new HashMap<>();
        for (EvaluationTask task : tasks.tasks()) {
            measures.put(
                    task.name(),
                    Measures.all(results.stream()
                            .filter(result -> result.getRole() == role
                                    && result.getEvaluation().equals(task.name()))
                            .map(EvaluatorStage::measures)
                            .toList()));
        }
        return measures;
    }

    private static Measures measures(EvaluateResult result) {
        List<Measures.ItemScore> scores = IntStream.range(0, result.getTops().size())
                .mapToObj(i -> new Measures.ItemScore(
                        result.getTops().get(i), result.getBottoms().get(i)))
                .toList();
        return new Measures(new Sums(result.getItems(), result.getSums()), scores);
    }
}
