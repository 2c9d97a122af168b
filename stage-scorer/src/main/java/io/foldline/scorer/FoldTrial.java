package io.foldline.scorer;

import io.foldline.event.BlocksScored;
import io.foldline.event.Fold;
import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.event.Trial;
import io.foldline.model.Variant;
import io.foldline.passes.Refits;
import io.foldline.schemas.Topics;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.Fingerprint;
import io.foldline.stage.Tasks;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares a model with the first of its folds with the dense one, for each number of them that a round tries, see {@link
 * io.foldline.passes.Trials}.
 */
final class FoldTrial {
    /** Number of folds of a task that tries none. */
    static final int NONE = -1;

    private FoldTrial() {}

    /** Whether a task is about a number of folds. */
    static boolean isOne(ScoreTask task) {
        return task.getTrial() != NONE;
    }

    /**
     * A task for each number of folds: each is a model of its own, of which a task has one in memory.
     *
     * @param samples number of calibration samples
     */
    static List<ScoreTask> tasks(RunRequested request, int samples) {
        return Tasks.of(
                request,
                Topics.SCORER.stage(),
                request.getRound().getTried(),
                (id, folds) -> new ScoreTask(id, request, 0, 0, samples, List.of(), folds));
    }

    /** The model of a task. */
    static Variant variant(ScoreTask task, ArtifactStore artifacts) throws IOException {
        return Refits.variant(task.getRequest().getRound().getPlan(), folds(task), artifacts);
    }

    /** Adds what the model of a task depends on, besides the dense one. */
    static void addTo(Fingerprint fingerprint, ScoreTask task) {
        fingerprint.with("divergence", task.getRequest().getRound().getPlan().getRemoved());
        folds(task)
                .forEach(fold -> fingerprint.with("weights", fold.getTransform().getSha256()));
    }

    private static List<Fold> folds(ScoreTask task) {
        return task.getRequest().getRound().getFolds().subList(0, task.getTrial());
    }

    /**
     * As many folds as come closest to the dense model; of equals, the fewest.
     *
     * @param results each about one number of folds, all about the same samples
     */
    static BlocksScored chosen(RunRequested request, Round round, List<ScoreResult> results) {
        List<Trial> trials = IntStream.range(0, results.size())
                .mapToObj(i -> trial(round, round.getTried().get(i), results.get(i)))
                .toList();
        Trial best = trials.stream()
                .min(Comparator.comparingDouble(Trial::getDivergence))
                .orElseThrow();
        RunRequested chosen = RunRequested.newBuilder(request)
                .setRound(Round.newBuilder(round)
                        .setFolds(round.getFolds().subList(0, best.getFolds()))
                        .build())
                .build();
        ScoreResult samples = results.get(0);
        return new BlocksScored(
                chosen,
                List.of(),
                samples.getSamples(),
                samples.getTokens(),
                round.getPlan(),
                samples.getSourceSamples(),
                trials);
    }

    private static Trial trial(Round round, int folds, ScoreResult result) {
        double divergence = CutChoice.means(List.of(result)).get(0);
        if (folds == 0) {
            return new Trial(0, -1, null, divergence, 0.0);
        }
        Fold last = round.getFolds().get(folds - 1);
        return new Trial(
                folds,
                last.getBlock(),
                last.getMap(),
                divergence,
                round.getSeconds().get(folds - 1));
    }
}
