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
import io.foldline.passes.TimeBudget;
import io.foldline.passes.Trials;
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
import java.time.Instant;
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
        if (!Plans.method(request, event.getPlan()).folds() || Trials.isOn(request)) {
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
    public Optional<RunRequested> again(TransformsSolved event, Instant now) {
        RunRequested request = event.getRequest();
        if (Trials.isOn(request)) {
            return Optional.empty();
        }
        List<RefitStep> steps = Refits.steps(request, event.getPlan());
        if (!steps.isEmpty()) {
            return afterStep(event, steps, TimeBudget.of(request, now));
        }
        int left = left(event);
        return left > 0 ? Optional.of(next(event, left, List.of(), List.of())) : Optional.empty();
    }

    /** The next step where there is one and time for it, or else the trial. */
    private static Optional<RunRequested> afterStep(TransformsSolved event, List<RefitStep> steps, TimeBudget time) {
        RunRequested request = event.getRequest();
        int taken = event.getFolds().size();
        List<Double> seconds = new ArrayList<>(
                request.getRound() == null ? List.of() : request.getRound().getSeconds());
        double last = time.spent() - (seconds.isEmpty() ? 0 : seconds.get(seconds.size() - 1));
        seconds.add(time.spent());
        if (goesOn(taken, Trials.points(steps), last, time)) {
            return Optional.of(next(event, Refits.rounds(request, event.getPlan()) - taken, seconds, List.of()));
        }
        return Trials.planned(request)
                ? Optional.of(next(event, 1, seconds, Trials.points(steps.subList(0, taken))))
                : Optional.empty();
    }

    /**
     * Whether there is another step to take. A block that was begun is brought to its end; one is begun if it would end in
     * time when each of its steps took as long as the last one.
     *
     * @param ends numbers of steps after which blocks are complete
     */
    private static boolean goesOn(int taken, List<Integer> ends, double last, TimeBudget time) {
        return !ends.contains(taken)
                || ends.stream()
                        .filter(end -> end > taken)
                        .findFirst()
                        .map(end -> time.allows((end - taken) * last, 1))
                        .orElse(false);
    }

    private static RunRequested next(TransformsSolved event, int left, List<Double> seconds, List<Integer> tried) {
        RunRequested request = event.getRequest();
        int number = Rounds.of(request) + 1;
        return RunRequested.newBuilder(request)
                .setRound(new Round(number, number + left, event.getPlan(), event.getFolds(), seconds, tried))
                .build();
    }

    /** How many rounds are to come where folds are solved for, as far as is known. */
    private static int left(TransformsSolved event) {
        RunRequested request = event.getRequest();
        Plan plan = event.getPlan();
        if (Plans.areCandidates(plan)) {
            return 1;
        }
        return CutRounds.sequential(request, plan)
                ? plan.getCuts().size() - event.getFolds().size()
                : 0;
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

    /** Samples that judge take no part. */
    private static List<SplitStatistics> fitted(SolveTask task, List<SplitStatistics> problems) {
        return Plans.holdsOut(task.getRequest(), task.getPlan())
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
                .with("judged", Plans.holdsOut(task.getRequest(), task.getPlan()));
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
