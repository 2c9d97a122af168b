package io.foldline.evaluator;

import io.foldline.event.CheckpointMerged;
import io.foldline.event.EvaluateResult;
import io.foldline.event.EvaluateTask;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.ModelRole;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskId;
import io.foldline.event.TaskScore;
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
import java.util.List;
import java.util.Optional;

/**
 * The evaluator as a stage: a task measures one of the two models on a range of items of one benchmark task. The dense
 * model's tasks come first, so that a worker that takes them in order loads each model once.
 */
public final class EvaluatorStage implements Stage<CheckpointMerged, EvaluateTask, EvaluateResult, ModelEvaluated> {
    /** Counts changes after which the same task has another result. */
    private static final int VERSION = 2;

    private final ModelCache models;

    /** Takes models from a cache that other stages of the process may share. */
    public EvaluatorStage(ModelCache models) {
        this.models = models;
    }

    @Override
    public List<EvaluateTask> split(CheckpointMerged event) {
        List<Part> parts = new ArrayList<>();
        RunRequested request = event.getRequest();
        List<EvaluationTask> tasks = tasks(request);
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

    private static List<EvaluationTask> tasks(RunRequested request) {
        return EvaluationTasks.parse(
                request.getEvaluation().getTasks(), request.getEvaluation().getTaskData());
    }

    /** Of the dense model for both: the pruned one is a little faster. */
    private static TaskSize size(EvaluationTask task, RunRequested request, Architecture dense) {
        int length = Context.length(request.getEvaluation().getMaxLength(), dense.maxPositions());
        return new TaskSize(
                count(task, request), task.tokensPerItem(length), dense.blockParameters() + dense.headParameters());
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
            Sums sums = evaluator.sums(evaluation(task), range(task), loop, context::progress);
            return new EvaluateResult(
                    task.getTask(), task.getRole(), task.getEvaluation(), sums.items(), sums.values(), null);
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
        return EvaluationTasks.parse(
                task.getEvaluation(), task.getRequest().getEvaluation().getTaskData());
    }

    private static ItemRange range(EvaluateTask task) {
        return new ItemRange(task.getFirstItem(), task.getEndItem());
    }

    @Override
    public ModelEvaluated gather(CheckpointMerged event, List<EvaluateResult> results) {
        List<TaskScore> scores = tasks(event.getRequest()).stream()
                .map(task -> Comparison.score(
                        task, sums(results, task, ModelRole.DENSE), sums(results, task, ModelRole.PRUNED)))
                .toList();
        return ModelEvaluated.newBuilder()
                .setRequest(event.getRequest())
                .setPlan(event.getPlan())
                .setFolds(event.getFolds())
                .setOutput(event.getOutput())
                .setDigest(event.getDigest())
                .setParameters(event.getParameters())
                .setDenseParameters(event.getDenseParameters())
                .setScores(scores)
                .setRetainedPercent(Comparison.retainedPercent(scores))
                .build();
    }

    private static Sums sums(List<EvaluateResult> results, EvaluationTask task, ModelRole role) {
        return results.stream()
                .filter(result ->
                        result.getRole() == role && result.getEvaluation().equals(task.name()))
                .map(result -> new Sums(result.getItems(), result.getSums()))
                .reduce(Sums.NONE, Sums::plus);
    }
}
