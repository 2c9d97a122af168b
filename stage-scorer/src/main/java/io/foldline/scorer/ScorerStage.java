package io.foldline.scorer;

import io.foldline.event.BlocksScored;
import io.foldline.event.Compatibility;
import io.foldline.event.Plan;
import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.model.Architecture;
import io.foldline.model.BlockModel;
import io.foldline.model.ModelCache;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.BatchLoop;
import io.foldline.passes.CalibrationSet;
import io.foldline.passes.ModelUse;
import io.foldline.passes.Refits;
import io.foldline.pruning.BlockAmounts;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.DropAmount;
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
import java.util.stream.Stream;

/**
 * Scores every candidate on ranges of calibration samples and takes the best ones; explicit cuts need no score. A greedy selector
 * takes one block in each round until enough are taken.
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
                    (id, whole) -> new ScoreTask(id, whole, 0, 0, 0, List.of()));
        }
        Round round = request.getRound();
        if (round != null) {
            return chosen(request, round.getPlan())
                    ? List.of()
                    : unchecked(() -> tasks(
                            request,
                            ModelUse.architecture(request.getModel()),
                            CalibrationSet.of(request, samples).count()));
        }
        CheckedRequest checked = unchecked(() -> RequestCheck.check(request));
        return checked.plan().isPresent()
                ? List.of()
                : unchecked(() -> tasks(request, checked.architecture(), checked.samples()));
    }

    private List<ScoreTask> tasks(RunRequested request, Architecture architecture, int count) throws IOException {
        List<Integer> compared = sizes(request, architecture.blocks());
        int largest = compared.get(compared.size() - 1);
        List<ItemRange> ranges = CalibrationSet.of(request, samples).ranges(request, architecture, count);
        return Tasks.of(
                request,
                Topics.SCORER.stage(),
                ranges,
                (id, range) -> new ScoreTask(id, request, largest, range.first(), range.end(), compared));
    }

    @Override
    public Optional<RunRequested> again(BlocksScored event) {
        RunRequested request = event.getRequest();
        if (chosen(request, event.getPlan())) {
            return Optional.empty();
        }
        Plan plan = event.getPlan();
        int next = Rounds.of(request) + 1;
        int left = selector(request).greedy()
                ? wanted(request, plan) - plan.getRemoved().size()
                : 1;
        int steps = plan.getCuts().isEmpty() ? 0 : Refits.steps(request, plan).size();
        return Optional.of(RunRequested.newBuilder(request)
                .setRound(new Round(next, next + left + steps, plan, List.of()))
                .build());
    }

    /** Whether a plan holds all that is to be removed. */
    private static boolean chosen(RunRequested request, Plan plan) {
        return !request.getCuts().isEmpty() || plan.getRemoved().size() >= wanted(request, plan);
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
        return sizes.isEmpty() ? Removal.sizes(request, blocks) : sizes;
    }

    /** Tasks of former versions are about one size. */
    private static List<Integer> sizes(ScoreTask task) {
        return task.getSizes().isEmpty() ? List.of(task.getRemoved()) : task.getSizes();
    }

    private static BlockSelector selector(RunRequested request) {
        return BlockSelectors.named(request.getSelector().getName());
    }

    @Override
    public ScoreResult work(ScoreTask task, WorkContext context) throws IOException {
        RunRequested request = task.getRequest();
        Optional<DropAmount.Budget> budget = Removal.unmeasured(request);
        if (budget.isPresent()) {
            return measured(task, budget.get(), context);
        }
        ItemRange range = range(task);
        List<SampleBatch> batches = CalibrationSet.of(request, samples).batches(range);
        try (ModelCache.Lease lease = model(request).lease(models);
                Scores scores = scores(lease.model(), task)) {
            BatchLoop.saving(context, saidOf(task))
                    .run(batches, scores, done -> context.progress(scores.samples(), range.size(), "samples"));
            return new ScoreResult(
                    task.getTask(),
                    scores.samples(),
                    scores.tokens(),
                    DoubleStream.of(scores.sums()).boxed().toList(),
                    (double) scores.weight(),
                    CalibrationSet.of(request, samples).counts(range),
                    List.of());
        }
    }

    private ScoreResult measured(ScoreTask task, DropAmount.Budget budget, WorkContext context) throws IOException {
        BlockAmounts model = new BlockMeasure(models, samples).measure(task.getRequest(), budget.quantity(), context);
        List<Double> amounts =
                Stream.concat(Stream.of(model.rest()), model.blocks().stream()).toList();
        return new ScoreResult(task.getTask(), 0L, 0L, List.of(), 0.0, List.of(), amounts);
    }

    private static Scores scores(BlockModel model, ScoreTask task) {
        RunRequested request = task.getRequest();
        return selector(request).greedy()
                ? RemovalLosses.of(model, removed(request))
                : new BlockDistances(model, Distance.of(selector(request)), sizes(task), isReference(request));
    }

    /** Blocks are measured anew: how long they take depends on the machine. */
    @Override
    public Optional<String> fingerprint(ScoreTask task) throws IOException {
        return Removal.unmeasured(task.getRequest()).isPresent() ? Optional.empty() : Optional.of(saidOf(task));
    }

    private String saidOf(ScoreTask task) throws IOException {
        RunRequested request = task.getRequest();
        Fingerprint fingerprint = new Fingerprint(Topics.SCORER.stage(), VERSION)
                .with("distance", request.getSelector().getName().toUpperCase(Locale.ROOT))
                .with("removed", selector(request).greedy() ? removed(request) : sizes(task))
                .with("reference", isReference(request));
        model(request).addTo(fingerprint);
        CalibrationSet.of(request, samples).addTo(fingerprint, range(task));
        return fingerprint.text();
    }

    private static ModelUse model(RunRequested request) throws IOException {
        return ModelUse.forStatistics(request.getModel(), request.getCompute());
    }

    private static boolean isReference(RunRequested request) {
        return request.getCompatibility() == Compatibility.REFERENCE;
    }

    private static ItemRange range(ScoreTask task) {
        return new ItemRange(task.getFirstSample(), task.getEndSample());
    }

    @Override
    public BlocksScored gather(RunRequested request, List<ScoreResult> results) {
        Optional<DropAmount.Budget> budget = Removal.unmeasured(request);
        if (budget.isPresent()) {
            return CutChoice.none(RunRequested.newBuilder(request)
                    .setBudget(Removal.measured(budget.get(), results.get(0).getAmounts()))
                    .build());
        }
        if (request.getRound() != null && results.isEmpty()) {
            return new BlocksScored(
                    request, List.of(), 0L, 0L, request.getRound().getPlan(), List.of());
        }
        int blocks = unchecked(() -> ModelUse.architecture(request.getModel())).blocks();
        if (results.isEmpty()) {
            return CutChoice.given(request, blocks);
        }
        return selector(request).greedy()
                ? CutChoice.next(request, blocks, removed(request), results)
                : CutChoice.best(request, blocks, sizes(request, blocks), results);
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
