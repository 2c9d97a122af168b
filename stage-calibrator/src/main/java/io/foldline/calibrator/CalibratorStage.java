package io.foldline.calibrator;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.event.ArtifactReference;
import io.foldline.event.BlocksScored;
import io.foldline.event.CalibrateResult;
import io.foldline.event.CalibrateTask;
import io.foldline.event.Calibration;
import io.foldline.event.Compatibility;
import io.foldline.event.Compute;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.StatisticsGathered;
import io.foldline.event.TaskId;
import io.foldline.event.TextSource;
import io.foldline.model.ComputeOptions;
import io.foldline.model.ModelCache;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.Batches;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TextReader;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.pruning.Cut;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.StatisticsFile;
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/** Gathers the statistics of every cut on ranges of calibration samples; methods that fold nothing need none. */
public final class CalibratorStage implements Stage<BlocksScored, CalibrateTask, CalibrateResult, StatisticsGathered> {
    private final ModelCache models;
    private final TokenizedSamples samples;

    /** Takes models and samples from caches that other stages of the process may share. */
    public CalibratorStage(ModelCache models, TokenizedSamples samples) {
        this.models = models;
        this.samples = samples;
    }

    @Override
    public List<CalibrateTask> split(BlocksScored event) {
        RunRequested request = event.getRequest();
        if (!method(request).folds()) {
            return List.of();
        }
        List<ItemRange> ranges = Batches.taskRanges(countSamples(request), request.getTasksPerStage());
        return Tasks.of(
                request.getRunId(),
                Topics.CALIBRATOR.stage(),
                ranges,
                (id, range) -> new CalibrateTask(id, request, event.getPlan(), range.first(), range.end()));
    }

    @Override
    public CalibrateResult work(CalibrateTask task, WorkContext context) throws IOException {
        RunRequested request = task.getRequest();
        ItemRange range = new ItemRange(task.getFirstSample(), task.getEndSample());
        List<int[]> ids = samples.ids(source(request), range);
        Compute compute = request.getCompute();
        ComputeOptions options = ComputeOptions.parse(compute.getDevice(), compute.getDtype());
        try (ModelCache.Lease lease = models.lease(Locations.path(request.getModel()), options);
                StatisticsGatherer gatherer = new StatisticsGatherer(
                        lease.model(),
                        cuts(task),
                        holdsOut(request),
                        request.getCompatibility() == Compatibility.REFERENCE)) {
            for (SampleBatch batch : SampleBatch.plan(ids, range.first())) {
                context.checkCancelled();
                gatherer.add(batch);
                context.progress(gatherer.samples(), range.size(), "samples");
            }
            ArtifactReference statistics = context.artifacts()
                    .put(artifact(task.getTask()), file -> StatisticsFile.write(file, gatherer.statistics()));
            return new CalibrateResult(task.getTask(), statistics, gatherer.tokens());
        }
    }

    /** Of its own for each attempt: another one, on other hardware, may round differently and must not overwrite it. */
    private static String artifact(TaskId task) {
        return "%s/%s/%d-%s.safetensors"
                .formatted(task.getRunId(), task.getStage(), task.getIndex(), UUID.randomUUID());
    }

    @Override
    public StatisticsGathered gather(BlocksScored event, List<CalibrateResult> results) {
        long tokens = results.stream().mapToLong(CalibrateResult::getTokens).sum();
        if (!results.isEmpty() && tokens == 0) {
            throw new InputException("the calibration texts hold no token: give others.");
        }
        List<ArtifactReference> partials =
                results.stream().map(CalibrateResult::getStatistics).toList();
        return new StatisticsGathered(event.getRequest(), event.getPlan(), partials, tokens);
    }

    private static PruningMethod method(RunRequested request) {
        return PruningMethods.named(request.getMethod().getName());
    }

    private static boolean holdsOut(RunRequested request) {
        return method(request).ridge() && request.getMethod().getRidge().getKind() == RidgeKind.AUTO;
    }

    private static List<Cut> cuts(CalibrateTask task) {
        return task.getPlan().getCuts().stream()
                .map(cut -> new Cut(cut.getKept(), cut.getRemoved()))
                .toList();
    }

    private static int countSamples(RunRequested request) {
        TokenizedSamples.Source source = source(request);
        try {
            return TextReader.count(source.texts(), source.column(), source.samples());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
}
