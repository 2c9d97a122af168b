package io.foldline.scorer;

import io.foldline.event.Compatibility;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreTask;
import io.foldline.model.BlockModel;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.passes.BatchLoop;
import io.foldline.pruning.BlockChoice;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * How the scores of a task come about.
 *
 * @param removed blocks that earlier rounds have chosen
 * @param fingerprint of the task, under which its state is saved
 */
record TaskScores(BlockSelector selector, ScoreTask task, List<Integer> removed, String fingerprint) {
    /** @param batches of the range of the task; none for selectors that need none */
    BlockScores of(BlockModel model, List<SampleBatch> batches, WorkContext context) throws IOException {
        boolean ofWeights = selector.equals(BlockSelectors.MAGNITUDE) || selector.equals(BlockSelectors.TAYLOR);
        if (ofWeights && !FoldTrial.isOne(task)) {
            IntConsumer listener = done -> {
                context.checkCancelled();
                context.progress(done, model.architecture().blocks(), "blocks");
            };
            try (WeightScores scores = new WeightScores()) {
                return selector.calibrated()
                        ? scores.saliences(model, batches, listener)
                        : scores.magnitudes(model, listener);
            }
        }
        int samples = task.getEndSample() - task.getFirstSample();
        try (Scores scores = sums(model, context.artifacts())) {
            BatchLoop.saving(context, fingerprint)
                    .run(batches, scores, done -> context.progress(scores.samples(), samples, "samples"));
            return scores.all();
        }
    }

    private Scores sums(BlockModel model, ArtifactStore artifacts) throws IOException {
        RunRequested request = task.getRequest();
        if (FoldTrial.isOne(task)) {
            return HeldOutScores.divergences((LanguageModel) model, List.of(FoldTrial.variant(task, artifacts)));
        }
        if (selector.equals(BlockSelectors.PERPLEXITY)) {
            return HeldOutScores.losses(
                    RemovalLosses.language(model, selector),
                    new Finalists(request, request.getRound()).variants(artifacts));
        }
        if (selector.equals(BlockSelectors.LOSS) || selector.choice() == BlockChoice.GREEDY) {
            return RemovalLosses.of(model, selector, removed);
        }
        boolean reference = request.getCompatibility() == Compatibility.REFERENCE;
        return new BlockDistances(model, Distance.of(selector), Removal.sizes(task), reference);
    }
}
