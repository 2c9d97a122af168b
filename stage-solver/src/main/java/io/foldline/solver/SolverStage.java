package io.foldline.solver;

import io.foldline.checkpoint.ContentDigest;
import io.foldline.event.ArtifactReference;
import io.foldline.event.Fold;
import io.foldline.event.Plan;
import io.foldline.event.Ridge;
import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.event.SolveResult;
import io.foldline.event.SolveTask;
import io.foldline.event.StatisticsGathered;
import io.foldline.event.TransformsSolved;
import io.foldline.passes.CutRounds;
import io.foldline.passes.Plans;
import io.foldline.passes.Refits;
import io.foldline.passes.SavedSteps;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.RefitStep;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import io.foldline.pruning.StatisticsFile;
import io.foldline.pruning.TransformSearch;
import io.foldline.schemas.Topics;
import io.foldline.stage.Fingerprint;
import io.foldline.stage.Rounds;
import io.foldline.stage.Stage;
import io.foldline.stage.Tasks;
import io.foldline.stage.WorkContext;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/**
 * Solves for the transform of every cut, one task each, or for that of the next cut or the new weights of one map, after
 * which the run passes the stages in front once more until all have theirs; methods that only drop blocks need nothing. While
 * nothing is chosen it solves for every candidate, and the run passes the scorer again, which chooses.
 */
public final class SolverStage implements Stage<StatisticsGathered, SolveTask, SolveResult, TransformsSolved> {
    /** Counts changes after which the same task has another result. */
    private static final int VERSION = 1;

    @Override
    public List<SolveTask> split(StatisticsGathered event) {
        RunRequested request = event.getRequest();
        if (!Plans.method(request, event.getPlan()).folds()) {
            return List.of();
        }
        return Tasks.of(
                request,
                Topics.SOLVER.stage(),
                IntStream.range(0, problems(event)).boxed().toList(),
                (id, cut) ->
                        new SolveTask(id, request, event.getPlan(), cut, event.getPartials(), event.getActivations()));
    }

    private static int problems(StatisticsGathered event) {
        boolean refits = !Refits.steps(event.getRequest(), event.getPlan()).isEmpty();
        return refits ? 1 : CutRounds.cuts(event.getRequest(), event.getPlan()).size();
    }

    @Override
    public SolveResult work(SolveTask task, WorkContext context) throws IOException {
        List<SplitStatistics> problems = fitted(task, statistics(task, context));
        context.checkCancelled();
        Optional<RefitStep> step = Refits.step(task.getRequest(), task.getPlan());
        try (DenseAlgebra algebra = DenseAlgebra.forWidth(problems.get(0).fit().width())) {
            if (step.isPresent()) {
                Solution change = new LeastSquares(algebra).solve(problems, ridge(task.getRequest()));
                Fold fold = new FoldStore(task, kept(task), context.artifacts()).weights(step.get(), change, algebra);
                return new SolveResult(task.getTask(), fold, List.of());
            }
            Optional<TransformSearch> search = search(task);
            Solution solution = search.isPresent()
                    ? searched(task, search.get(), problems.get(0).all(), algebra, context)
                    : TransformSolvers.of(Plans.method(task.getRequest(), task.getPlan()), algebra)
                            .solve(problems, ridge(task.getRequest()));
            List<Fold> folds = new FoldStore(task, kept(task), context.artifacts()).transform(solution);
            return new SolveResult(task.getTask(), folds.get(0), folds.subList(1, folds.size()));
        }
    }

    /** What is left is judged on all tokens, as for other methods, however many it was searched on. */
    private static Solution searched(
            SolveTask task, TransformSearch search, Statistics all, DenseAlgebra algebra, WorkContext context)
            throws IOException {
        TokenActivations tokens = TokenActivations.open(task.getActivations(), task.getCut(), context);
        DMatrixRMaj transform = new SearchedTransform(search, task.getRequest().getSeed(), algebra)
                .find(
                        tokens,
                        new SavedSteps(context, saidOf(task)),
                        (done, most) -> context.progress(done, most, "epochs"));
        return new Solution(transform, 0, all.relativeResidual(transform, algebra.multiply(all.gram(), transform)));
    }

    @Override
    public TransformsSolved gather(StatisticsGathered event, List<SolveResult> results) {
        List<Fold> folds = Stream.concat(
                        Refits.solved(event.getRequest()).stream(),
                        results.stream()
                                .flatMap(result ->
                                        Stream.concat(Stream.of(result.getFold()), result.getFurther().stream())))
                .toList();
        return new TransformsSolved(event.getRequest(), event.getPlan(), folds);
    }

    @Override
    public Optional<RunRequested> again(TransformsSolved event) {
        RunRequested request = event.getRequest();
        int left = left(event);
        if (left <= 0) {
            return Optional.empty();
        }
        int next = Rounds.of(request) + 1;
        return Optional.of(RunRequested.newBuilder(request)
                .setRound(new Round(next, next + left, event.getPlan(), event.getFolds()))
                .build());
    }

    /** How many rounds are to come, as far as is known. */
    private static int left(TransformsSolved event) {
        RunRequested request = event.getRequest();
        Plan plan = event.getPlan();
        if (Plans.areCandidates(plan)) {
            return 1;
        }
        int steps = CutRounds.sequential(request, plan)
                ? plan.getCuts().size()
                : Refits.steps(request, plan).size();
        return steps - event.getFolds().size();
    }

    /** Of each problem that the method gathers of the cut; of the one problem of a round of new weights. */
    private static List<SplitStatistics> statistics(SolveTask task, WorkContext context) throws IOException {
        int problems =
                Plans.method(task.getRequest(), task.getPlan()).problems().size();
        int first = task.getCut() * problems;
        List<ArtifactReference> partials = task.getPartials();
        List<SplitStatistics> sums = new ArrayList<>();
        for (int i = 0; i < partials.size(); i++) {
            context.checkCancelled();
            context.progress(i, partials.size(), "partials");
            Path file = context.artifacts().get(partials.get(i));
            for (int problem = 0; problem < problems; problem++) {
                SplitStatistics partial = StatisticsFile.read(file, first + problem);
                if (i == 0) {
                    sums.add(partial);
                } else {
                    sums.set(problem, sums.get(problem).plus(partial));
                }
            }
        }
        return sums;
    }

    /** Samples that judge candidates take no part in their folds. */
    private static List<SplitStatistics> fitted(SolveTask task, List<SplitStatistics> problems) {
        return Plans.areJudged(task.getRequest(), task.getPlan())
                ? problems.stream()
                        .map(statistics -> new SplitStatistics(statistics.fit(), Optional.empty()))
                        .toList()
                : problems;
    }

    private static Optional<TransformSearch> search(SolveTask task) {
        RunRequested request = task.getRequest();
        return TransformSearch.of(
                Plans.method(request, task.getPlan()), request.getMethod().getOptions());
    }

    @Override
    public Optional<String> fingerprint(SolveTask task) throws IOException {
        return Optional.of(saidOf(task));
    }

    /** The plan counts only as far as the statistics hold it. */
    private static String saidOf(SolveTask task) throws IOException {
        PruningMethod method = Plans.method(task.getRequest(), task.getPlan());
        Fingerprint fingerprint = new Fingerprint(Topics.SOLVER.stage(), VERSION)
                .with("method", method.name())
                .with("cut", task.getCut())
                .with("kept", kept(task))
                .with("judged", Plans.areJudged(task.getRequest(), task.getPlan()));
        Optional<RefitStep> step = Refits.step(task.getRequest(), task.getPlan());
        step.ifPresent(some -> fingerprint.with("step", some));
        boolean folds = CutRounds.isSeen(task.getRequest(), task.getPlan());
        if (step.isPresent() || folds) {
            fingerprint
                    .with("folds", folds)
                    .with(
                            "weights",
                            ContentDigest.ofModel(
                                    Place.of(task.getRequest().getModel()).checkpoint()));
        }
        if (method.ridge().isPresent()) {
            fingerprint.with("ridge", ridge(task.getRequest()));
        }
        for (ArtifactReference partial : task.getPartials()) {
            fingerprint.with("statistics", partial.getSha256());
        }
        search(task).ifPresent(search -> {
            fingerprint.with("search", search);
            if (search.optimizer() == TransformSearch.Optimizer.ADAM) {
                fingerprint.with("seed", task.getRequest().getSeed());
            }
            task.getActivations().forEach(file -> fingerprint.with("activations", file.getSha256()));
        });
        return fingerprint.text();
    }

    private static int kept(SolveTask task) {
        return CutRounds.cuts(task.getRequest(), task.getPlan())
                .get(task.getCut())
                .kept();
    }

    private static RidgeSetting ridge(RunRequested request) {
        Ridge ridge = request.getMethod().getRidge();
        return RidgeSetting.of(ridge.getKind().name(), ridge.getValue());
    }
}
