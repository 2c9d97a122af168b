package io.foldline.evaluator;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.BlockModel;
import io.foldline.model.ComputeOptions;
import io.foldline.stage.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured on a model.
 *
 * @param tasks see {@link EvaluationTasks#parse(List, String)}
 * @param limit items taken of each task, at most; null: all
 * @param maxLength tokens of context, at most; null: the positions of the model
 */
public record Evaluation(
        List<EvaluationTask> tasks,
        @Nullable Integer limit,
        @Nullable Integer maxLength) {
    public Evaluation {
        tasks = List.copyOf(tasks);
    }

    /** Hears how far an evaluation is. */
    @FunctionalInterface
    public interface Listener {
        /** Listens to one task. */
        ProgressListener listenTo(EvaluationTask task);
    }

    /**
     * Measures the model of a checkpoint folder.
     *
     * @return figures of each task, in the order of the tasks
     * @throws io.foldline.checkpoint.InputException if the folder, the tasks' data or the model cannot be used
     */
    public List<TaskFigures> evaluate(Path model, ComputeOptions compute, Listener listener) throws IOException {
        for (EvaluationTask task : tasks) {
            task.requireModel(model.toString(), EvaluationTasks.limit(limit));
        }
        try (BlockModel loaded = BlockModel.load(Checkpoint.open(model), compute)) {
            ModelEvaluator evaluator = new ModelEvaluator(loaded, model, compute, maxLength);
            List<TaskFigures> figures = new ArrayList<>();
            for (EvaluationTask task : tasks) {
                figures.add(evaluator.figures(task, limit, listener.listenTo(task)));
            }
            return figures;
        }
    }
}
