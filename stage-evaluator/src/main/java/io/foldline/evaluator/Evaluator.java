package io.foldline.evaluator;

import io.foldline.model.LanguageModel;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.Tokenizer;
import io.foldline.passes.BatchLoop;
import io.foldline.stage.ProgressListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Measures a language model on benchmark tasks. */
final class Evaluator {
    private final Context context;
    private final RequestScorer scorer;

    /**
     * @param tokenizer the model's
     * @param maxLength tokens of context at most; null: the positions of the model
     * @throws io.foldline.checkpoint.InputException if the model does not have that many positions
     */
    Evaluator(LanguageModel model, Tokenizer tokenizer, @Nullable Integer maxLength) {
        this.context = Context.of(tokenizer, maxLength, model.architecture().maxPositions());
        this.scorer = new RequestScorer(model);
    }

    /**
     * Sums over a range of items. They add up over ranges that start at multiples of
     * {@link io.foldline.model.text.Batches#CHUNK}, always to the same.
     *
     * @param loop goes through the batches
     * @param progress hears after every batch; what it throws ends the work
     * @throws io.foldline.checkpoint.InputException if an item cannot be read, or the model's answer is not finite
     */
    Sums sums(TextTask task, ItemRange range, BatchLoop loop, ProgressListener progress) throws IOException {
        ItemPlan plan = new ItemPlan(task.items(range, context));
        Answers answers = new Answers(scorer, plan.requests());
        loop.run(plan.batches(), answers, batches -> progress.progress(plan.itemsIn(batches), range.size(), "items"));
        progress.progress(range.size(), range.size(), "items");
        return plan.sums(answers.values());
    }
}
