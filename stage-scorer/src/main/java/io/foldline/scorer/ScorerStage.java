package io.foldline.scorer;

import io.foldline.event.BlocksScored;
import io.foldline.event.Compatibility;
import io.foldline.event.Plan;
import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.model.Architecture;
import io.foldline.model.ModelCache;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.CalibrationSet;
import io.foldline.passes.ModelUse;
import io.foldline.passes.Plans;
import io.foldline.passes.Refits;
import io.foldline.pruning.BlockChoice;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.ScoreBasis;
import io.foldline.schemas.Topics;
import io.foldline.stage.Fingerprint;
import io.foldline.stage.Rounds;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Scores every candidate on ranges of calibration samples and takes the best; explicit cuts need no score. A greedy selector
 * takes one block in each round until enough are taken. What is no sum over samples is one task. Candidates that are compared
 * by their folds are left to calibrator and solver first, and chosen among in the next round.
 */
public final class ScorerStage implements Stage<RunRequested, ScoreTask, ScoreResult, BlocksScored> {
    /** Counts changes after which the same task has another result. */
    private static final int VERSION = 1;

    private final ModelCache models;
    private final TokenizedSamples samples;

    /** Takes models and samples from caches that other stages of the process may share. */
    public ScorerStage(ModelCache models, TokenizedSamples samples) {
        this.models = models;
        this.samples = samples;
    }

    /** Checks the whole request first, see {@link RequestCheck}. In later rounds the plan is there. */
    @Override
    public List<ScoreTask> split(RunRequested request) {
        Round round = request.getRound();
        if (round != null) {
            return chosen(request, round.getPlan()) && !Plans.areJudged(request, round.getPlan())
                    ? List.of()
                    : unchecked(() -> tasks(
                            request,
                            wanted(request, round.getPlan()),
                            ModelUse.architecture(request.getModel()),
                            CalibrationSet.of(request, samples).count()));
        }
        CheckedRequest checked = unchecked(() -> RequestCheck.check(request));
        return checked.plan().isPresent() || scoring(request).basis() == ScoreBasis.FOLD
                ? List.of()
                : unchecked(() -> tasks(request, checked.removed(), checked.architecture(), checked.samples()));
    }

    private List<ScoreTask> tasks(RunRequested request, int removed, Architecture architecture, int count)
            throws IOException {
        BlockSelector selector = selector(request);
        return Tasks.of(
                request,
                Topics.SCORER.stage(),
                ranges(request, selector, architecture, count),
                (id, range) -> new ScoreTask(id, request, selector.single() ? 1 : removed, range.first(), range.end()));
    }

    private List<ItemRange> ranges(RunRequested request, BlockSelector selector, Architecture architecture, int count)
            throws IOException {
        if (!selector.calibrated()) {
            return List.of(new ItemRange(0, 0));
        }
        if (selector.options().contains(BlockSelectors.SAMPLES)) {
            long wanted = selector.values(request.getSelector().getOptions()).whole(BlockSelectors.SAMPLES);
            return List.of(new ItemRange(0, (int) Math.min(count, wanted)));
        }
        return CalibrationSet.of(request, samples).ranges(request, architecture, count);
    }

    @Override
    public Optional<RunRequested> again(BlocksScored event) {
        RunRequested request = event.getRequest();
        if (chosen(request, event.getPlan())) {
            return Optional.empty();
        }
        int next = Rounds.of(request) + 1;
        int expected = wanted(request, event.getPlan())
                + Refits.steps(request, event.getPlan()).size();
        return Optional.of(RunRequested.newBuilder(request)
                .setRound(new Round(next, expected, event.getPlan(), List.of()))
                .build());
    }

    /** Whether a plan holds all that is to be removed. */
    private static boolean chosen(RunRequested request, Plan plan) {
        return selector(request).choice() != BlockChoice.GREEDY
                || !request.getCuts().isEmpty()
                || plan.getRemoved().size() >= wanted(request, plan);
    }

    /** What earlier rounds have chosen. */
    private static List<Integer> removed(RunRequested request) {
        Round round = request.getRound();
        return round == null ? List.of() : round.getPlan().getRemoved();
    }

    private static int wanted(RunRequested request, Plan plan) {
        return CutChoice.wanted(request, plan.getBlocks());
    }

    private static BlockSelector selector(RunRequested request) {
        return BlockSelectors.named(request.getSelector().getName());
    }

    /** The selector whose scores this round is about. */
    private static BlockSelector scoring(RunRequested request) {
        BlockSelector selector = selector(request);
        return selector.equals(BlockSelectors.PERPLEXITY) && request.getRound() == null
                ? Finalists.chosenBy(request)
                : selector;
    }

    @Override
    public ScoreResult work(ScoreTask task, WorkContext context) throws IOException {
        RunRequested request = task.getRequest();
        BlockSelector selector = scoring(request);
        ItemRange range = range(task);
        List<SampleBatch> batches =
                selector.calibrated() ? CalibrationSet.of(request, samples).batches(range) : List.of();
        try (ModelCache.Lease lease = model(request).lease(models)) {
            BlockScores scores =
                    new TaskScores(selector, task, removed(request), saidOf(task)).of(lease.model(), batches, context);
            return new ScoreResult(
                    task.getTask(),
                    scores.samples(),
                    scores.tokens(),
                    DoubleStream.of(scores.sums()).boxed().toList(),
                    (double) scores.weight(),
                    selector.calibrated() ? CalibrationSet.of(request, samples).counts(range) : List.of());
        }
    }

    @Override
    public Optional<String> fingerprint(ScoreTask task) throws IOException {
        return Optional.of(saidOf(task));
    }

    private String saidOf(ScoreTask task) throws IOException {
        RunRequested request = task.getRequest();
        Fingerprint fingerprint = new Fingerprint(Topics.SCORER.stage(), VERSION)
                .with("distance", scoring(request).name().toUpperCase(Locale.ROOT))
                .with(
                        "removed",
                        selector(request).choice() == BlockChoice.GREEDY ? removed(request) : task.getRemoved())
                .with("reference", request.getCompatibility() == Compatibility.REFERENCE);
        Round round = request.getRound();
        if (round != null && Plans.areJudged(request, round.getPlan())) {
            Finalists finalists = new Finalists(request, round);
            fingerprint.with("cuts", finalists.cuts()).with("folds", finalists.digests());
            fingerprint.with("method", request.getMethod().getName());
        }
        model(request).addTo(fingerprint);
        if (selector(request).calibrated()) {
            CalibrationSet.of(request, samples).addTo(fingerprint, range(task));
        }
        return fingerprint.text();
    }

    private static ModelUse model(RunRequested request) throws IOException {
        return ModelUse.forStatistics(request.getModel(), request.getCompute());
    }

    private static ItemRange range(ScoreTask task) {
        return new ItemRange(task.getFirstSample(), task.getEndSample());
    }

    @Override
    public BlocksScored gather(RunRequested request, List<ScoreResult> results) {
        Round round = request.getRound();
        if (round != null && results.isEmpty()) {
            return Plans.areCandidates(round.getPlan())
                    ? CutChoice.solved(request, round)
                    : new BlocksScored(request, List.of(), 0L, 0L, round.getPlan(), List.of());
        }
        if (round != null && Plans.areJudged(request, round.getPlan())) {
            return CutChoice.measured(request, round, results);
        }
        int blocks = unchecked(() -> ModelUse.architecture(request.getModel())).blocks();
        if (results.isEmpty()) {
            return request.getCuts().isEmpty()
                    ? CutChoice.candidates(request, blocks)
                    : CutChoice.given(request, blocks);
        }
        return switch (selector(request).choice()) {
            case WINDOW ->
                selector(request).equals(BlockSelectors.PERPLEXITY)
                        ? CutChoice.finalists(request, blocks, results)
                        : CutChoice.best(request, blocks, results);
            case GREEDY -> CutChoice.next(request, blocks, removed(request), results);
            case BLOCKS -> CutChoice.together(request, blocks, results);
        };
    }

    private interface Reading<V> {
        V read() throws IOException;
    }

    private static <V> V unchecked(Reading<V> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
