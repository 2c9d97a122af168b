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
        this.scorer = new RequestScorer(model, tokenizer);
    }

    /**
     * Measures a range of items. The figures add up over ranges that start at multiples of {@link EvaluationTask#chunk},
     * always to the same.
     *
     * @param loop goes through the batches
     * @param progress hears after every batch; what it throws ends the work
     * @param samples hears of every item in the end
     * @throws io.foldline.checkpoint.InputException if an item cannot be read, or the model's answer is not finite
     */
    Measures measure(TextTask task, ItemRange range, BatchLoop loop, ProgressListener progress, SampleListener samples)
            throws IOException {
        ItemPlan plan = new ItemPlan(task.items(range, context), task.chunk());
        Answers answers = new Answers(scorer, plan.requests());
        loop.run(plan.batches(), answers, batches -> progress.progress(plan.itemsIn(batches), range.size(), "items"));
        progress.progress(range.size(), range.size(), "items");
        if (samples != SampleListener.NONE) {
            plan.samples(answers.all(), (item, sample) -> samples.sample(range.first() + item, sample));
        }
        return Measures.of(task.metrics().get(0), plan.items(answers.all()));
    }
}
