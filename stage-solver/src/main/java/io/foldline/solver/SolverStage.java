package io.foldline.solver;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.ContentDigest;
import io.foldline.checkpoint.DType;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.event.ArtifactReference;
import io.foldline.event.BlockMap;
import io.foldline.event.Fold;
import io.foldline.event.FoldContent;
import io.foldline.event.Ridge;
import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.event.SolveResult;
import io.foldline.event.SolveTask;
import io.foldline.event.StatisticsGathered;
import io.foldline.event.TransformsSolved;
import io.foldline.model.Architecture;
import io.foldline.passes.CutRounds;
import io.foldline.passes.Refits;
import io.foldline.passes.fold.FoldedTensors;
import io.foldline.passes.fold.StoredTransform;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.RefitStep;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.StatisticsFile;
import io.foldline.schemas.Topics;
import io.foldline.stage.Fingerprint;
import io.foldline.stage.Rounds;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import io.foldline.storage.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/**
 * Solves for the transform of every cut, one task each, or for that of the next cut or the new weights of one map, after
 * which the run passes the stages in front once more until all have theirs; methods that only drop blocks need nothing.
 */
public final class SolverStage implements Stage<StatisticsGathered, SolveTask, SolveResult, TransformsSolved> {
    /** Counts changes after which the same task has another result. */
    private static final int VERSION = 1;

    @Override
    public List<SolveTask> split(StatisticsGathered event) {
        RunRequested request = event.getRequest();
        if (!method(request).folds()) {
            return List.of();
        }
        return Tasks.of(
                request,
                Topics.SOLVER.stage(),
                IntStream.range(0, problems(event)).boxed().toList(),
                (id, cut) -> new SolveTask(id, request, event.getPlan(), cut, event.getPartials()));
    }

    private static int problems(StatisticsGathered event) {
        boolean refits = !Refits.steps(event.getRequest(), event.getPlan()).isEmpty();
        return refits ? 1 : CutRounds.cuts(event.getRequest(), event.getPlan()).size();
    }

    @Override
    public SolveResult work(SolveTask task, WorkContext context) throws IOException {
        SplitStatistics statistics = statistics(task, context);
        context.checkCancelled();
        Optional<RefitStep> step = Refits.step(task.getRequest(), task.getPlan());
        try (DenseAlgebra algebra = DenseAlgebra.forWidth(statistics.fit().width())) {
            if (step.isPresent()) {
                Solution change = new LeastSquares(algebra).solve(statistics, ridge(task.getRequest()));
                return new SolveResult(task.getTask(), store(task, step.get(), change, algebra, context));
            }
            Solution solution =
                    TransformSolvers.of(method(task.getRequest()), algebra).solve(statistics, ridge(task.getRequest()));
            return new SolveResult(task.getTask(), store(task, solution, context));
        }
    }

    @Override
    public TransformsSolved gather(StatisticsGathered event, List<SolveResult> results) {
        List<Fold> folds = Stream.concat(
                        Refits.solved(event.getRequest()).stream(),
                        results.stream().map(SolveResult::getFold))
                .toList();
        return new TransformsSolved(event.getRequest(), event.getPlan(), folds);
    }

    @Override
    public Optional<RunRequested> again(TransformsSolved event) {
        RunRequested request = event.getRequest();
        int steps = CutRounds.sequential(request, event.getPlan())
                ? event.getPlan().getCuts().size()
                : Refits.steps(request, event.getPlan()).size();
        int solved = event.getFolds().size();
        if (solved >= steps) {
            return Optional.empty();
        }
        int next = Rounds.of(request) + 1;
        return Optional.of(RunRequested.newBuilder(request)
                .setRound(new Round(next, next + steps - solved, event.getPlan(), event.getFolds()))
                .build());
    }

    private static PruningMethod method(RunRequested request) {
        return PruningMethods.named(request.getMethod().getName());
    }

    private static SplitStatistics statistics(SolveTask task, WorkContext context) throws IOException {
        List<ArtifactReference> partials = task.getPartials();
        SplitStatistics sum = StatisticsFile.read(context.artifacts().get(partials.get(0)), task.getCut());
        for (int i = 1; i < partials.size(); i++) {
            context.checkCancelled();
            context.progress(i, partials.size(), "partials");
            sum = sum.plus(StatisticsFile.read(context.artifacts().get(partials.get(i)), task.getCut()));
        }
        return sum;
    }

    /** The plan counts only as far as the statistics hold it. */
    @Override
    public Optional<String> fingerprint(SolveTask task) throws IOException {
        PruningMethod method = method(task.getRequest());
        Fingerprint fingerprint = new Fingerprint(Topics.SOLVER.stage(), VERSION)
                .with("method", method.name())
                .with("cut", task.getCut())
                .with("kept", kept(task));
        Optional<RefitStep> step = Refits.step(task.getRequest(), task.getPlan());
        step.ifPresent(some -> fingerprint.with("step", some));
        boolean folds = CutRounds.isSeen(task.getRequest(), task.getPlan());
        if (step.isPresent() || folds) {
            fingerprint
                    .with("folds", folds)
                    .with("weights", ContentDigest.ofModel(place(task).checkpoint()));
        }
        if (method.ridge().isPresent()) {
            fingerprint.with("ridge", ridge(task.getRequest()));
        }
        for (ArtifactReference partial : task.getPartials()) {
            fingerprint.with("statistics", partial.getSha256());
        }
        return Optional.of(fingerprint.text());
    }

    private static int kept(SolveTask task) {
        return CutRounds.cuts(task.getRequest(), task.getPlan())
                .get(task.getCut())
                .kept();
    }

    private static Place place(SolveTask task) {
        return Place.of(task.getRequest().getModel());
    }

    private static RidgeSetting ridge(RunRequested request) {
        Ridge ridge = request.getMethod().getRidge();
        return RidgeSetting.of(ridge.getKind().name(), ridge.getValue());
    }

    private static Fold store(SolveTask task, Solution solution, WorkContext context) throws IOException {
        DMatrixRMaj transform = solution.transform();
        List<OutputTensor.Computed> tensors = new ArrayList<>();
        tensors.add(new OutputTensor.Computed(
                new TensorSpec(
                        StoredTransform.NAME, DType.F64, List.of((long) transform.numRows, (long) transform.numCols)),
                sink -> sink.write(transform.data)));
        if (CutRounds.isSeen(task.getRequest(), task.getPlan())) {
            Checkpoint dense = Checkpoint.open(place(task).checkpoint());
            tensors.addAll(FoldedTensors.of(dense, Architecture.of(dense), kept(task), () -> transform));
        }
        ArtifactReference artifact =
                context.artifacts().put(artifact(), file -> SafetensorsWriter.writeComputed(file, Map.of(), tensors));
        return new Fold(
                kept(task),
                artifact,
                solution.ridge(),
                solution.relativeResidual(),
                BlockMap.MLP_OUTPUT,
                FoldContent.TRANSFORM);
    }

    private static Fold store(
            SolveTask task, RefitStep step, Solution change, DenseAlgebra algebra, WorkContext context)
            throws IOException {
        NewWeights weights = NewWeights.of(task.getRequest(), step, context.artifacts());
        ArtifactReference artifact =
                context.artifacts().put(artifact(), file -> weights.write(file, change.transform(), algebra));
        return new Fold(
                step.block(),
                artifact,
                change.ridge(),
                change.relativeResidual(),
                BlockMap.valueOf(step.map().name()),
                FoldContent.WEIGHTS);
    }

    /**
     * Of its own for each attempt: another one, on other hardware, may round differently and must not overwrite it. Not
     * among the files of a run, since later runs may use it too.
     */
    private static String artifact() {
        return "transforms/%s.safetensors".formatted(UUID.randomUUID());
    }
}
