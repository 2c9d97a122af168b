package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.BlockModel;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.VisionModel;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.Tokenizer;
import io.foldline.passes.BatchLoop;
import io.foldline.stage.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Measures a model of either kind on the tasks that it can do.
 *
 * @param folder checkpoint folder of the model
 * @param options what it is computed with
 * @param maxLength tokens of context at most; null: the positions of the model
 */
record ModelEvaluator(
        BlockModel model,
        Path folder,
        ComputeOptions options,
        @Nullable Integer maxLength) {
    /**
     * Measures a range of items, see {@link Evaluator#measure}; only items of texts have samples.
     *
     * @throws InputException also if the task is not one for the model
     */
    Measures measure(
            EvaluationTask task, ItemRange range, BatchLoop loop, ProgressListener progress, SampleListener samples)
            throws IOException {
        if (task instanceof ImageTask images && model instanceof VisionModel vision) {
            return new ImageEvaluator(vision, folder, options).measure(images, range, loop, progress);
        }
        if (task instanceof TextTask texts && model instanceof LanguageModel language) {
            try (Tokenizer tokenizer = Tokenizer.load(folder)) {
                return new Evaluator(language, tokenizer, maxLength).measure(texts, range, loop, progress, samples);
            }
        }
        throw new InputException("%s: not a task for a model of model_type %s"
                .formatted(task.name(), model.architecture().modelType()));
    }
}
