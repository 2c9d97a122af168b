package io.foldline.scorer;

import io.foldline.checkpoint.InputException;
import io.foldline.event.BlocksScored;
import io.foldline.event.Candidate;
import io.foldline.event.Cut;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.passes.SourceCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the scorer's event out of the results of its tasks. */
final class CutChoice {
    private CutChoice() {}

    /** The cuts of the request. */
    static BlocksScored given(RunRequested request, int blocks) {
        return new BlocksScored(
                request, List.of(), 0L, 0L, Plans.event(Plans.of(request.getCuts(), blocks)), List.of());
    }

    /** The candidate of the least mean distance; of equals, that of the lowest kept block. */
    static BlocksScored best(RunRequested request, int blocks, List<ScoreResult> results) {
        List<Candidate> candidates = candidates(blocks, results);
        Cut best = candidates.stream()
                .min(Comparator.comparingDouble(Candidate::getDistance))
                .orElseThrow()
                .getCut();
        long samples = results.stream().mapToLong(ScoreResult::getSamples).sum();
        long tokens = results.stream().mapToLong(ScoreResult::getTokens).sum();
        return new BlocksScored(
                request,
                candidates,
                samples,
                tokens,
                Plans.event(Plans.of(List.of(best), blocks)),
                SourceCounts.sum(results, ScoreResult::getSourceSamples));
    }

    private static List<Candidate> candidates(int blocks, List<ScoreResult> results) {
        double weight = results.stream().mapToDouble(ScoreResult::getWeight).sum();
        if (weight == 0) {
            throw new InputException("the calibration samples hold no token: give others.");
        }
        int count = results.get(0).getDistanceSums().size();
        List<Candidate> candidates = new ArrayList<>();
        for (int kept = 0; kept < count; kept++) {
            double sum = 0;
            for (ScoreResult result : results) {
                sum += result.getDistanceSums().get(kept);
            }
            candidates.add(new Candidate(new Cut(kept, blocks - count), sum / weight));
        }
        return candidates;
    }
}
