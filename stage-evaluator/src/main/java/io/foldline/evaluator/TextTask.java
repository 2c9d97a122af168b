package io.foldline.evaluator;

import io.foldline.checkpoint.InputException;
import io.foldline.model.Architecture;
import io.foldline.model.text.ItemRange;
import io.foldline.passes.ModelUse;
import java.io.IOException;
import java.util.List;

/** A benchmark task of texts, which asks a language model for likelihoods. */
sealed interface TextTask extends EvaluationTask permits PerplexityTask, HarnessTask {
    /** The items of a range, in its order. */
    List<EvaluationItem> items(ItemRange range, Context context) throws IOException;

    @Override
    default void requireModel(String model, int limit) throws IOException {
        Architecture architecture = ModelUse.architecture(model);
        if (architecture.patches() != null) {
            throw new InputException(
                    "%s: a task of texts, but model_type %s is a model of images, measured by %sPICTURES"
                            .formatted(name(), architecture.modelType(), ImageTask.PREFIX));
        }
    }
}
