package io.foldline.evaluator;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.BlockModel;
import io.foldline.model.ComputeOptions;
import io.foldline.model.text.ItemRange;
import io.foldline.passes.BatchLoop;
import io.foldline.stage.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be measured on a model.
 *
 * @param limit items taken of each task, at most; null: all
 * @param maxLength tokens of context, at most; null: the positions of the model
 */
public record Evaluation(
        EvaluationTasks tasks,
        @Nullable Integer limit,
        @Nullable Integer maxLength) {
    /** Hears of an evaluation. */
    public interface Listener {
        /** Listens to the progress of one task. */
        ProgressListener progress(EvaluationTask task);

        /** Listens to the items of one task. */
        SampleListener samples(EvaluationTask task) throws IOException;
    }

    /**
     * Measures the model of a checkpoint folder.
     *
     * @return figures of each task, in the order of the tasks, and of the groups that were asked for
     * @throws io.foldline.checkpoint.InputException if the folder, the tasks' data or the model cannot be used
     */
    public List<TaskFigures> evaluate(Path model, ComputeOptions compute, Listener listener) throws IOException {
        for (EvaluationTask task : tasks.tasks()) {
            task.requireModel(model.toString(), EvaluationTasks.limit(limit));
        }
        try (BlockModel loaded = BlockModel.load(Checkpoint.open(model), compute)) {
            ModelEvaluator evaluator = new ModelEvaluator(loaded, model, compute, maxLength);
            List<TaskFigures> figures = new ArrayList<>();
            for (EvaluationTask task : tasks.tasks()) {
                ItemRange range = new ItemRange(0, EvaluationTasks.count(task, limit));
                Sums sums = evaluator
                        .measure(task, range, BatchLoop.unsaved(), listener.progress(task), listener.samples(task))
                        .sums();
                figures.add(new TaskFigures(task.name(), sums.items(), task.values(sums)));
            }
            return TaskFigures.withGroups(tasks, figures);
        }
    }
}
