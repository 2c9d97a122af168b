package io.foldline.scorer;

import io.foldline.checkpoint.Locations;
import io.foldline.event.BlocksScored;
import io.foldline.event.Calibration;
import io.foldline.event.Compatibility;
import io.foldline.event.Compute;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.event.TextSource;
import io.foldline.model.ComputeOptions;
import io.foldline.model.ModelCache;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.Batches;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.pruning.BlockSelectors;
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.DoubleStream;

/** Scores every candidate cut on ranges of calibration samples and takes the best; explicit cuts need no score. */
public final class ScorerStage implements Stage<RunRequested, ScoreTask, ScoreResult, BlocksScored> {
    private final ModelCache models;
    private final TokenizedSamples samples;

    /** Takes models and samples from caches that other stages of the process may share. */
    public ScorerStage(ModelCache models, TokenizedSamples samples) {
        this.models = models;
        this.samples = samples;
    }

    /** Checks the whole request first, see {@link RequestCheck}. */
    @Override
    public List<ScoreTask> split(RunRequested request) {
        CheckedRequest checked = unchecked(() -> RequestCheck.check(request));
        if (checked.plan().isPresent()) {
            return List.of();
        }
        List<ItemRange> ranges = Batches.taskRanges(checked.samples(), request.getTasksPerStage());
        return Tasks.of(
                request.getRunId(),
                Topics.SCORER.stage(),
                ranges,
                (id, range) -> new ScoreTask(id, request, checked.removed(), range.first(), range.end()));
    }

    @Override
    public ScoreResult work(ScoreTask task, WorkContext context) throws IOException {
        RunRequested request = task.getRequest();
        ItemRange range = new ItemRange(task.getFirstSample(), task.getEndSample());
        List<int[]> ids = samples.ids(source(request), range);
        Compute compute = request.getCompute();
        ComputeOptions options = ComputeOptions.parse(compute.getDevice(), compute.getDtype());
        try (ModelCache.Lease lease = models.lease(Locations.path(request.getModel()), options);
                BlockDistances distances = new BlockDistances(
                        lease.model(),
                        Distance.of(BlockSelectors.named(request.getSelector().getName())),
                        task.getRemoved(),
                        request.getCompatibility() == Compatibility.REFERENCE)) {
            for (SampleBatch batch : SampleBatch.plan(ids, range.first())) {
                context.checkCancelled();
                distances.add(batch);
                context.progress(distances.samples(), range.size(), "samples");
            }
            return new ScoreResult(
                    task.getTask(),
                    distances.samples(),
                    distances.tokens(),
                    DoubleStream.of(distances.sums()).boxed().toList(),
                    (double) distances.weight());
        }
    }

    private static TokenizedSamples.Source source(RunRequested request) {
        Calibration calibration = request.getCalibration();
        TextSource texts = calibration.getSources().get(0);
        return new TokenizedSamples.Source(
                Locations.path(request.getModel()),
                texts.getUri(),
                texts.getColumn(),
                calibration.getSamples(),
                calibration.getMaxLength());
    }

    @Override
    public BlocksScored gather(RunRequested request, List<ScoreResult> results) {
        int blocks = unchecked(() -> RequestCheck.architecture(request)).blocks();
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
