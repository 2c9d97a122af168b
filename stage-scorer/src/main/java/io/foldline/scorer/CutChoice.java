package io.foldline.scorer;

import io.foldline.checkpoint.InputException;
import io.foldline.event.BlocksScored;
import io.foldline.event.Candidate;
import io.foldline.event.Cut;
import io.foldline.event.Plan;
import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.passes.Plans;
import io.foldline.passes.SourceCounts;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.PruningPlan;
import io.foldline.pruning.Windows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Makes the scorer's event out of the results of its tasks. */
final class CutChoice {
    private CutChoice() {}

    /** Nothing yet: the blocks were measured. */
    static BlocksScored none(RunRequested measured) {
        int blocks = measured.getBudget().getBlocks().size();
        return without(measured, new Plan(blocks, List.of(), List.of()));
    }

    /** A plan that no score of this round has to do with. */
    static BlocksScored without(RunRequested request, Plan plan) {
        return new BlocksScored(request, List.of(), 0L, 0L, plan, List.of(), List.of());
    }

    /** The cuts of the request. */
    static BlocksScored given(RunRequested request, int blocks) {
        return without(request, Plans.event(Plans.of(request.getCuts(), blocks)));
    }

    /**
     * The windows of the request, each the one of the least mean distance among those that are left, see {@link Windows}.
     *
     * @param sizes of the candidates, ascending; those of the windows among them
     */
    static BlocksScored best(RunRequested request, int blocks, List<Integer> sizes, List<ScoreResult> results) {
        List<Candidate> candidates = candidates(blocks, sizes, results);
        Map<io.foldline.pruning.Cut, Double> scores = new HashMap<>();
        candidates.forEach(candidate -> scores.put(cut(candidate), candidate.getDistance()));
        return scored(
                request,
                candidates,
                Windows.plan(blocks, Windows.take(blocks, Removal.windows(request, blocks), scores::get)),
                results);
    }

    /** Every candidate of some sizes, in the order in which they are scored. */
    static List<io.foldline.pruning.Cut> candidates(int blocks, List<Integer> sizes) {
        return sizes.stream()
                .flatMap(size -> io.foldline.pruning.Cut.candidates(blocks, size).stream())
                .toList();
    }

    private static List<Candidate> candidates(int blocks, List<Integer> sizes, List<ScoreResult> results) {
        List<io.foldline.pruning.Cut> cuts = candidates(blocks, sizes);
        List<Double> distances = means(results);
        return IntStream.range(0, cuts.size())
                .mapToObj(i ->
                        new Candidate(new Cut(cuts.get(i).kept(), cuts.get(i).removed()), distances.get(i)))
                .toList();
    }

    private static io.foldline.pruning.Cut cut(Candidate candidate) {
        return new io.foldline.pruning.Cut(
                candidate.getCut().getKept(), candidate.getCut().getRemoved());
    }

    /** Every candidate, to be solved for, where that is what they are compared by. */
    static BlocksScored candidates(RunRequested request, int blocks) {
        Plan plan =
                Plans.candidates(blocks, io.foldline.pruning.Cut.candidates(blocks, Removal.blocks(request, blocks)));
        return without(request, plan);
    }

    /** The candidates of the least mean distances, to be solved for and then measured. */
    static BlocksScored finalists(RunRequested request, int blocks, List<ScoreResult> results) {
        List<Integer> sizes = Removal.sizes(request, blocks);
        List<io.foldline.pruning.Cut> best = candidates(blocks, sizes, results).stream()
                .sorted(Comparator.comparingDouble(Candidate::getDistance))
                .limit(Finalists.count(request))
                .map(CutChoice::cut)
                .sorted(Comparator.comparingInt(io.foldline.pruning.Cut::kept))
                .toList();
        return without(request, Plans.candidates(blocks, best));
    }

    /** Of those the one that loses least; of equals, that of the lowest kept block. */
    static BlocksScored measured(RunRequested request, Round round, List<ScoreResult> results) {
        List<Cut> cuts = new Finalists(request, round).cuts();
        List<Double> losses = means(results);
        List<Candidate> candidates = IntStream.range(0, cuts.size())
                .mapToObj(i -> new Candidate(cuts.get(i), losses.get(i)))
                .toList();
        return chosen(request, round, candidates, results);
    }

    /** The candidate whose fold left the least; of equals, that of the lowest kept block. */
    static BlocksScored solved(RunRequested request, Round round) {
        List<Cut> cuts = round.getPlan().getCuts();
        List<Candidate> candidates = IntStream.range(0, cuts.size())
                .mapToObj(
                        i -> new Candidate(cuts.get(i), round.getFolds().get(i).getRelativeResidual()))
                .toList();
        return chosen(request, round, candidates, List.of());
    }

    /** The best of candidates that were solved for; their folds are done with. */
    private static BlocksScored chosen(
            RunRequested request, Round round, List<Candidate> candidates, List<ScoreResult> results) {
        PruningPlan plan = Plans.of(List.of(best(candidates)), round.getPlan().getBlocks());
        RunRequested chosen = RunRequested.newBuilder(request)
                .setRound(new Round(
                        round.getNumber(), round.getExpected(), Plans.event(plan), List.of(), List.of(), List.of()))
                .build();
        return scored(chosen, candidates, plan, results);
    }

    /** What was removed before, and the block of the least mean loss; of equals, the lowest. */
    static BlocksScored next(RunRequested request, int blocks, List<Integer> removed, List<ScoreResult> results) {
        List<Double> losses = means(results);
        List<Integer> left = RemovalLosses.candidates(blocks, removed);
        List<Candidate> candidates = IntStream.range(0, left.size())
                .mapToObj(i -> new Candidate(new Cut(left.get(i) - 1, 1), losses.get(i)))
                .toList();
        List<Integer> all = new ArrayList<>(removed);
        all.add(best(candidates).getKept() + 1);
        return scored(request, candidates, PruningPlan.removing(blocks, all), results);
    }

    /** Of the blocks that the selector may take the ones of the lowest scores; of equals, the lowest. */
    static BlocksScored together(RunRequested request, int blocks, List<ScoreResult> results) {
        List<Integer> allowed = BlockSelectors.named(request.getSelector().getName())
                .candidates(blocks, request.getSelector().getOptions());
        List<Candidate> candidates = candidates(blocks, List.of(1), results);
        List<Integer> lowest = lowest(candidates, allowed::contains, Removal.blocks(request, blocks));
        return scored(request, candidates, PruningPlan.removing(blocks, lowest), results);
    }

    private static Cut best(List<Candidate> candidates) {
        return candidates.stream()
                .min(Comparator.comparingDouble(Candidate::getDistance))
                .orElseThrow()
                .getCut();
    }

    private static BlocksScored scored(
            RunRequested request, List<Candidate> candidates, PruningPlan plan, List<ScoreResult> results) {
        return new BlocksScored(
                request,
                candidates,
                results.stream().mapToLong(ScoreResult::getSamples).sum(),
                results.stream().mapToLong(ScoreResult::getTokens).sum(),
                Plans.event(plan),
                SourceCounts.sum(results, ScoreResult::getSourceSamples),
                List.of());
    }

    /** What was removed, and in place of further rounds those that score lowest now; of equals, the lowest. */
    static Plan filled(BlocksScored event, int wanted) {
        List<Integer> removed = event.getPlan().getRemoved();
        List<Integer> all = new ArrayList<>(removed);
        all.addAll(lowest(event.getCandidates(), block -> !removed.contains(block), wanted - removed.size()));
        return Plans.event(PruningPlan.removing(event.getPlan().getBlocks(), all));
    }

    /** Of the single blocks that may go the ones of the lowest scores; of equals, the lowest. */
    private static List<Integer> lowest(List<Candidate> candidates, Predicate<Integer> mayGo, int count) {
        return candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::getDistance))
                .map(candidate -> candidate.getCut().getKept() + 1)
                .filter(mayGo)
                .limit(count)
                .toList();
    }

    static List<Double> means(List<ScoreResult> results) {
        double weight = results.stream().mapToDouble(ScoreResult::getWeight).sum();
        if (weight == 0) {
            throw new InputException("the calibration samples hold no token: give others.");
        }
        List<Double> means = new ArrayList<>();
        for (int i = 0; i < results.get(0).getDistanceSums().size(); i++) {
            double sum = 0;
            for (ScoreResult result : results) {
                sum += result.getDistanceSums().get(i);
            }
            means.add(sum / weight);
        }
        return means;
    }
}
