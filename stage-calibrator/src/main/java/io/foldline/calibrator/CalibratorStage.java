package io.foldline.calibrator;

import io.foldline.checkpoint.InputException;
import io.foldline.event.ArtifactReference;
import io.foldline.event.BlocksScored;
import io.foldline.event.CalibrateResult;
import io.foldline.event.CalibrateTask;
import io.foldline.event.Compatibility;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.StatisticsGathered;
import io.foldline.model.BlockModel;
import io.foldline.model.LanguageModel;
import io.foldline.model.LinearMaps;
import io.foldline.model.ModelCache;
import io.foldline.model.NormGain;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.BatchLoop;
import io.foldline.passes.CalibrationSet;
import io.foldline.passes.CutRounds;
import io.foldline.passes.ModelUse;
import io.foldline.passes.Plans;
import io.foldline.passes.Refits;
import io.foldline.passes.SourceCounts;
import io.foldline.passes.Trials;
import io.foldline.pruning.BlockMap;
import io.foldline.pruning.Cut;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.RefitStep;
import io.foldline.pruning.StatisticsFile;
import io.foldline.pruning.TransformSearch;
import io.foldline.schemas.Topics;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.Fingerprint;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Gathers the statistics of every cut on ranges of calibration samples; methods that fold nothing need none, but to choose
 * among candidates. For each cut there are two float64 matrices of the hidden size on the device and in the file of a task.
 */
public final class CalibratorStage implements Stage<BlocksScored, CalibrateTask, CalibrateResult, StatisticsGathered> {
    /** Counts changes after which the same task has another result. */
    private static final int VERSION = 1;

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
        if (!Plans.method(request, event.getPlan()).folds() || Trials.isOn(request)) {
            return List.of();
        }
        List<ItemRange> ranges = ranges(request);
        return Tasks.of(
                request,
                Topics.CALIBRATOR.stage(),
                ranges,
                (id, range) -> new CalibrateTask(id, request, event.getPlan(), range.first(), range.end()));
    }

    @Override
    public CalibrateResult work(CalibrateTask task, WorkContext context) throws IOException {
        RunRequested request = task.getRequest();
        ItemRange range = range(task);
        List<SampleBatch> batches = CalibrationSet.of(request, samples).batches(range);
        try (ModelCache.Lease lease = model(request).lease(models);
                Gatherer gatherer = gatherer(lease.model(), task, context.artifacts())) {
            BatchLoop.saving(context, saidOf(task))
                    .run(batches, gatherer, done -> context.progress(gatherer.samples(), range.size(), "samples"));
            List<ArtifactReference> activations = gatherer.activations();
            ArtifactReference statistics =
                    context.artifacts().put(artifact(), file -> StatisticsFile.write(file, gatherer.statistics()));
            return new CalibrateResult(
                    task.getTask(),
                    statistics,
                    gatherer.tokens(),
                    CalibrationSet.of(request, samples).counts(range),
                    activations);
        }
    }

    private Gatherer gatherer(BlockModel dense, CalibrateTask task, ArtifactStore artifacts) throws IOException {
        RunRequested request = task.getRequest();
        Optional<RefitStep> step = Refits.step(request, task.getPlan());
        if (step.isEmpty()) {
            Optional<Activations> activations = choice(task).map(choice -> new Activations(artifacts, choice));
            BlockModel folded = CutRounds.folded(request, task.getPlan()).isEmpty()
                    ? dense
                    : dense.variant(Refits.variant(request, task.getPlan(), artifacts));
            return new StatisticsGatherer(
                    dense,
                    folded,
                    cuts(task),
                    method(task).problems(),
                    holdsOut(task),
                    isReference(request),
                    activations);
        }
        BlockModel pruned = dense.variant(Refits.variant(request, task.getPlan(), artifacts));
        if (step.get().map() == BlockMap.FINAL_NORM) {
            NormGain norm = Refits.finalNorm(dense.architecture());
            return new ReadoutGatherer((LanguageModel) dense, (LanguageModel) pruned, step.get(), norm, holdsOut(task));
        }
        LinearMaps maps = Refits.maps(dense.architecture(), step.get());
        return new RefitGatherer(dense, pruned, step.get(), maps, holdsOut(task));
    }

    /**
     * Of its own for each attempt: another one, on other hardware, may round differently and must not overwrite it. Not
     * among the files of a run, since later runs may use it too.
     */
    private static String artifact() {
        return "statistics/%s.safetensors".formatted(UUID.randomUUID());
    }

    /** Method and ridge decide only what is gathered, and whether samples are held out. */
    @Override
    public Optional<String> fingerprint(CalibrateTask task) throws IOException {
        return Optional.of(saidOf(task));
    }

    private String saidOf(CalibrateTask task) throws IOException {
        RunRequested request = task.getRequest();
        Fingerprint fingerprint = new Fingerprint(Topics.CALIBRATOR.stage(), VERSION)
                .with("cuts", cuts(task))
                .with("problems", method(task).problems())
                .with("heldOut", holdsOut(task))
                .with("reference", isReference(request));
        Refits.step(request, task.getPlan()).ifPresent(step -> fingerprint.with("step", step));
        CutRounds.folded(request, task.getPlan()).forEach(cut -> fingerprint.with("folded", cut));
        Refits.solved(request)
                .forEach(fold -> fingerprint.with("weights", fold.getTransform().getSha256()));
        choice(task).ifPresent(choice -> fingerprint.with("activations", choice));
        model(request).addTo(fingerprint);
        CalibrationSet.of(request, samples).addTo(fingerprint, range(task));
        return fingerprint.text();
    }

    @Override
    public StatisticsGathered gather(BlocksScored event, List<CalibrateResult> results) {
        long tokens = results.stream().mapToLong(CalibrateResult::getTokens).sum();
        if (!results.isEmpty() && tokens == 0) {
            throw new InputException("the calibration samples hold no token: give others.");
        }
        List<ArtifactReference> partials =
                results.stream().map(CalibrateResult::getStatistics).toList();
        return new StatisticsGathered(
                event.getRequest(),
                event.getPlan(),
                partials,
                tokens,
                SourceCounts.sum(results, CalibrateResult::getSourceSamples),
                results.stream()
                        .flatMap(result -> result.getActivations().stream())
                        .toList());
    }

    private static PruningMethod method(CalibrateTask task) {
        return Plans.method(task.getRequest(), task.getPlan());
    }

    /** Held-out samples choose the ridge, or judge what is fitted on the others then. */
    private static boolean holdsOut(CalibrateTask task) {
        return Plans.holdsOut(task.getRequest(), task.getPlan())
                || (method(task).ridge().isPresent()
                        && task.getRequest().getMethod().getRidge().getKind() == RidgeKind.AUTO);
    }

    /** The tokens whose activations are kept; empty for methods that need none. */
    private Optional<TokenChoice> choice(CalibrateTask task) throws IOException {
        RunRequested request = task.getRequest();
        Optional<TransformSearch> search =
                TransformSearch.of(method(task), request.getMethod().getOptions());
        if (search.isEmpty()) {
            return Optional.empty();
        }
        CalibrationSet set = CalibrationSet.of(request, samples);
        return Optional.of(TokenChoice.of(request.getSeed(), search.get().tokens(), set.count(), set.length()));
    }

    private static List<Cut> cuts(CalibrateTask task) {
        return CutRounds.cuts(task.getRequest(), task.getPlan());
    }

    private static ModelUse model(RunRequested request) throws IOException {
        return ModelUse.forStatistics(request.getModel(), request.getCompute());
    }

    private static boolean isReference(RunRequested request) {
        return request.getCompatibility() == Compatibility.REFERENCE;
    }

    private static ItemRange range(CalibrateTask task) {
        return new ItemRange(task.getFirstSample(), task.getEndSample());
    }

    private List<ItemRange> ranges(RunRequested request) {
        try {
            CalibrationSet set = CalibrationSet.of(request, samples);
            return set.ranges(request, ModelUse.architecture(request.getModel()), set.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
