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
import io.foldline.passes.TimeBudget;
import io.foldline.passes.Trials;
import io.foldline.pruning.BlockAmounts;
import io.foldline.pruning.BlockChoice;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.DropAmount;
import io.foldline.pruning.ScoreBasis;
import io.foldline.schemas.Topics;
import io.foldline.stage.Fingerprint;
import io.foldline.stage.Rounds;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Scores every candidate on ranges of calibration samples and takes the best ones; explicit cuts need no score. A greedy
 * selector takes one block in each round until enough are taken. What is no sum over samples is one task. Candidates that are
 * compared by their folds are left to calibrator and solver first, and chosen among in the next round.
 */
public final class ScorerStage implements Stage<RunRequested, ScoreTask, ScoreResult, BlocksScored> {
    /** Counts changes after which the same task has another result. */
    private static final int VERSION = 1;

    private final ModelCache models;
    private final TokenizedSamples samples;
    /** Sizes of candidates; empty: those of the windows that a request wants. */
    private final List<Integer> sizes;

    /** Takes models and samples from caches that other stages of the process may share. */
    public ScorerStage(ModelCache models, TokenizedSamples samples) {
        this(models, samples, List.of());
    }

    /**
     * A stage that compares more candidates than it needs to.
     *
     * @param sizes numbers of blocks that candidates remove, ascending; what requests want among them
     */
    public ScorerStage(ModelCache models, TokenizedSamples samples, List<Integer> sizes) {
        this.models = models;
        this.samples = samples;
        this.sizes = sizes;
    }

    /**
     * Checks the whole request first, see {@link RequestCheck}. Where it has a budget, the first round measures the blocks
     * and no more. In later rounds the plan is there, as far as it was chosen.
     */
    @Override
    public List<ScoreTask> split(RunRequested request) {
        if (Removal.unmeasured(request).isPresent()) {
            unchecked(() -> RequestCheck.check(request));
            return Tasks.of(
                    request,
                    Topics.SCORER.stage(),
                    List.of(request),
                    (id, whole) -> new ScoreTask(id, whole, 0, 0, 0, List.of(), FoldTrial.NONE));
        }
        if (Trials.isOn(request)) {
            return unchecked(() ->
                    FoldTrial.tasks(request, CalibrationSet.of(request, samples).count()));
        }
        Round round = request.getRound();
        if (round == null) {
            CheckedRequest checked = unchecked(() -> RequestCheck.check(request));
            return checked.plan().isPresent()
                    ? List.of()
                    : unchecked(() -> tasks(request, checked.architecture(), checked.samples()));
        }
        return chosen(request, round.getPlan()) && !Plans.areJudged(request, round.getPlan())
                ? List.of()
                : unchecked(() -> tasks(request, ModelUse.architecture(request.getModel()), count(request)));
    }

    private int count(RunRequested request) throws IOException {
        return selector(request).calibrated()
                ? CalibrationSet.of(request, samples).count()
                : 0;
    }

    private List<ScoreTask> tasks(RunRequested request, Architecture architecture, int count) throws IOException {
        if (scoring(request).basis() == ScoreBasis.FOLD) {
            return List.of();
        }
        List<Integer> compared = sizes(request, architecture.blocks());
        int largest = compared.get(compared.size() - 1);
        return Tasks.of(
                request,
                Topics.SCORER.stage(),
                ranges(request, architecture, count),
                (id, range) ->
                        new ScoreTask(id, request, largest, range.first(), range.end(), compared, FoldTrial.NONE));
    }

    private List<ItemRange> ranges(RunRequested request, Architecture architecture, int count) throws IOException {
        BlockSelector selector = selector(request);
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
    public Optional<RunRequested> again(BlocksScored event, Instant now) {
        RunRequested request = event.getRequest();
        if (chosen(request, event.getPlan())) {
            return Optional.empty();
        }
        boolean greedy = selector(request).choice() == BlockChoice.GREEDY;
        Plan plan = greedy ? hurried(event, TimeBudget.of(request, now)) : event.getPlan();
        int next = Rounds.of(request) + 1;
        int left = greedy ? wanted(request, plan) - plan.getRemoved().size() : 1;
        int rounds = plan.getCuts().isEmpty() ? 0 : Refits.rounds(request, plan);
        return Optional.of(RunRequested.newBuilder(request)
                .setRound(new Round(next, next + Math.max(left, 1) + rounds, plan, List.of(), List.of(), List.of()))
                .build());
    }

    /** The plan; where another round would end in the second half of the time, with what is still to be taken. */
    private static Plan hurried(BlocksScored event, TimeBudget time) {
        RunRequested request = event.getRequest();
        Plan plan = event.getPlan();
        double round = time.spent() / (Rounds.of(request) + 1);
        return time.allows(round, 0.5) || plan.getRemoved().isEmpty()
                ? plan
                : CutChoice.filled(event, wanted(request, plan));
    }

    /** Whether a plan holds all that is to be removed, or candidates for it. */
    private static boolean chosen(RunRequested request, Plan plan) {
        return !request.getCuts().isEmpty()
                || Plans.areCandidates(plan)
                || plan.getRemoved().size() >= wanted(request, plan);
    }

    /** What earlier rounds have chosen. */
    private static List<Integer> removed(RunRequested request) {
        Round round = request.getRound();
        return round == null ? List.of() : round.getPlan().getRemoved();
    }

    private static int wanted(RunRequested request, Plan plan) {
        return Removal.blocks(request, plan.getBlocks());
    }

    private List<Integer> sizes(RunRequested request, int blocks) {
        if (!sizes.isEmpty()) {
            return sizes;
        }
        return selector(request).single() ? List.of(1) : Removal.sizes(request, blocks);
    }

    private static BlockSelector selector(RunRequested request) {
        return BlockSelectors.named(request.getSelector().getName());
    }

    /** The selector whose scores this round is about. */
    private static BlockSelector scoring(RunRequested request) {
        BlockSelector selector = selector(request);
        Round round = request.getRound();
        boolean measured = round != null && Plans.areJudged(request, round.getPlan());
        return selector.equals(BlockSelectors.PERPLEXITY) && !measured ? Finalists.chosenBy(request) : selector;
    }

    @Override
    public ScoreResult work(ScoreTask task, WorkContext context) throws IOException {
        RunRequested request = task.getRequest();
        Optional<DropAmount.Budget> budget = Removal.unmeasured(request);
        if (budget.isPresent()) {
            return measured(task, budget.get(), context);
        }
        ItemRange range = range(task);
        BlockSelector selector = scoring(request);
        boolean calibrated = readsSamples(task);
        List<SampleBatch> batches =
                calibrated ? CalibrationSet.of(request, samples).batches(range) : List.of();
        try (ModelCache.Lease lease = model(request).lease(models)) {
            BlockScores scores =
                    new TaskScores(selector, task, removed(request), saidOf(task)).of(lease.model(), batches, context);
            return new ScoreResult(
                    task.getTask(),
                    scores.samples(),
                    scores.tokens(),
                    DoubleStream.of(scores.sums()).boxed().toList(),
                    (double) scores.weight(),
                    calibrated ? CalibrationSet.of(request, samples).counts(range) : List.of(),
                    List.of());
        }
    }

    private ScoreResult measured(ScoreTask task, DropAmount.Budget budget, WorkContext context) throws IOException {
        BlockAmounts model = new BlockMeasure(models, samples).measure(task.getRequest(), budget.quantity(), context);
        List<Double> amounts =
                Stream.concat(Stream.of(model.rest()), model.blocks().stream()).toList();
        return new ScoreResult(task.getTask(), 0L, 0L, List.of(), 0.0, List.of(), amounts);
    }

    /** Blocks are measured anew: how long they take depends on the machine. */
    @Override
    public Optional<String> fingerprint(ScoreTask task) throws IOException {
        return Removal.unmeasured(task.getRequest()).isPresent() ? Optional.empty() : Optional.of(saidOf(task));
    }

    private String saidOf(ScoreTask task) throws IOException {
        RunRequested request = task.getRequest();
        Fingerprint fingerprint = new Fingerprint(Topics.SCORER.stage(), VERSION);
        if (FoldTrial.isOne(task)) {
            FoldTrial.addTo(fingerprint, task);
        } else {
            addScores(fingerprint, task);
        }
        model(request).addTo(fingerprint);
        if (readsSamples(task)) {
            CalibrationSet.of(request, samples).addTo(fingerprint, range(task));
        }
        return fingerprint.text();
    }

    private static void addScores(Fingerprint fingerprint, ScoreTask task) {
        RunRequested request = task.getRequest();
        boolean greedy = selector(request).choice() == BlockChoice.GREEDY;
        fingerprint
                .with("distance", scoring(request).name().toUpperCase(Locale.ROOT))
                .with("removed", greedy ? removed(request) : Removal.sizes(task))
                .with("reference", request.getCompatibility() == Compatibility.REFERENCE);
        Round round = request.getRound();
        if (round != null && Plans.areJudged(request, round.getPlan())) {
            Finalists finalists = new Finalists(request, round);
            fingerprint.with("cuts", finalists.cuts()).with("folds", finalists.digests());
            fingerprint.with("method", request.getMethod().getName());
        }
    }

    private static boolean readsSamples(ScoreTask task) {
        return FoldTrial.isOne(task) || selector(task.getRequest()).calibrated();
    }

    private static ModelUse model(RunRequested request) throws IOException {
        return ModelUse.forStatistics(request.getModel(), request.getCompute());
    }

    private static ItemRange range(ScoreTask task) {
        return new ItemRange(task.getFirstSample(), task.getEndSample());
    }

    @Override
    public BlocksScored gather(RunRequested request, List<ScoreResult> results) {
        Optional<DropAmount.Budget> budget = Removal.unmeasured(request);
        if (budget.isPresent()) {
            return measured(request, budget.get(), results.get(0));
        }
        Round round = request.getRound();
        if (round != null && results.isEmpty() && !round.getPlan().getCuts().isEmpty()) {
            return Plans.areCandidates(round.getPlan())
                    ? CutChoice.solved(request, round)
                    : CutChoice.without(request, round.getPlan());
        }
        if (Trials.isOn(request)) {
            return FoldTrial.chosen(request, round, results);
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
                        : CutChoice.best(request, blocks, sizes(request, blocks), results);
            case GREEDY -> CutChoice.next(request, blocks, removed(request), results);
            case BLOCKS -> CutChoice.together(request, blocks, results);
        };
    }

    private static BlocksScored measured(RunRequested request, DropAmount.Budget budget, ScoreResult result) {
        RunRequested measured = RunRequested.newBuilder(request)
                .setBudget(Removal.measured(budget, result.getAmounts()))
                .build();
        BlocksScored nothing = CutChoice.none(measured);
        RequestCheck.requireRemovable(measured, nothing.getPlan().getBlocks());
        return nothing;
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
