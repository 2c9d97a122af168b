package io.foldline.scorer;

import io.foldline.event.BlocksScored;
import io.foldline.event.Compatibility;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.model.ModelCache;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.BatchLoop;
import io.foldline.passes.CalibrationSet;
import io.foldline.passes.ModelUse;
import io.foldline.pruning.BlockSelectors;
import io.foldline.schemas.Topics;
import io.foldline.stage.Fingerprint;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Scores every candidate cut on ranges of calibration samples and takes the best; explicit cuts need no score. */
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
        if (request.getRound() != null) {
            return List.of();
        }
        CheckedRequest checked = unchecked(() -> RequestCheck.check(request));
        if (checked.plan().isPresent()) {
            return List.of();
        }
        List<ItemRange> ranges = unchecked(() -> CalibrationSet.of(request, samples))
                .ranges(request, checked.architecture(), checked.samples());
        return Tasks.of(
                request,
                Topics.SCORER.stage(),
                ranges,
                (id, range) -> new ScoreTask(id, request, checked.removed(), range.first(), range.end()));
    }

    @Override
    public ScoreResult work(ScoreTask task, WorkContext context) throws IOException {
        RunRequested request = task.getRequest();
        ItemRange range = range(task);
        List<SampleBatch> batches = CalibrationSet.of(request, samples).batches(range);
        try (ModelCache.Lease lease = model(request).lease(models);
                BlockDistances distances =
                        new BlockDistances(lease.model(), distance(request), task.getRemoved(), isReference(request))) {
            BatchLoop.saving(context, saidOf(task))
                    .run(batches, distances, done -> context.progress(distances.samples(), range.size(), "samples"));
            return new ScoreResult(
                    task.getTask(),
                    distances.samples(),
                    distances.tokens(),
                    DoubleStream.of(distances.sums()).boxed().toList(),
                    (double) distances.weight(),
                    CalibrationSet.of(request, samples).counts(range));
        }
    }

    @Override
    public Optional<String> fingerprint(ScoreTask task) throws IOException {
        return Optional.of(saidOf(task));
    }

    private String saidOf(ScoreTask task) throws IOException {
        RunRequested request = task.getRequest();
        Fingerprint fingerprint = new Fingerprint(Topics.SCORER.stage(), VERSION)
                .with("distance", distance(request))
                .with("removed", task.getRemoved())
                .with("reference", isReference(request));
        model(request).addTo(fingerprint);
        CalibrationSet.of(request, samples).addTo(fingerprint, range(task));
        return fingerprint.text();
    }

    private static ModelUse model(RunRequested request) throws IOException {
        return ModelUse.forStatistics(request.getModel(), request.getCompute());
    }

    private static Distance distance(RunRequested request) {
        return Distance.of(BlockSelectors.named(request.getSelector().getName()));
    }

    private static boolean isReference(RunRequested request) {
        return request.getCompatibility() == Compatibility.REFERENCE;
    }

    private static ItemRange range(ScoreTask task) {
        return new ItemRange(task.getFirstSample(), task.getEndSample());
    }

    @Override
    public BlocksScored gather(RunRequested request, List<ScoreResult> results) {
        if (request.getRound() != null) {
            return new BlocksScored(
                    request, List.of(), 0L, 0L, request.getRound().getPlan(), List.of());
        }
        int blocks = unchecked(() -> ModelUse.architecture(request.getModel())).blocks();
        return results.isEmpty() ? CutChoice.given(request, blocks) : CutChoice.best(request, blocks, results);
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
