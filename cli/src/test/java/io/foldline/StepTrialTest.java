package io.foldline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.foldline.calibrator.CalibratorStage;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.Locations;
import io.foldline.event.BlockMap;
import io.foldline.event.BlocksScored;
import io.foldline.event.Cut;
import io.foldline.event.Fold;
import io.foldline.event.Plan;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.event.TransformsSolved;
import io.foldline.event.Trial;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.ModelCache;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.CalibrationSet;
import io.foldline.passes.Refits;
import io.foldline.pruning.HeldOut;
import io.foldline.scorer.ScorerStage;
import io.foldline.solver.SolverStage;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How method auto ends with as many of its steps as are worth it. */
class StepTrialTest {
    private static final int SAMPLES = 20;

    /** Of the cut 2:1 of five blocks: 3 maps of block 2, 4 of block 4, and the norm three times. */
    private static final List<Integer> POINTS = List.of(0, 3, 7, 8, 9, 10);

    @TempDir
    Path folder;

    private final TokenizedSamples samples = new TokenizedSamples();
    private final ModelCache models = new ModelCache();

    private ArtifactStore artifacts;
    private InProcess inProcess;

    @BeforeEach
    void open() throws IOException {
        artifacts = new FileArtifactStore(folder.toUri());
        inProcess = new InProcess(artifacts);
    }

    @AfterEach
    void close() {
        models.close();
        samples.close();
    }

    @Test
    void thoseThatComeClosestOnHeldOutSamplesStay() throws IOException {
        Run run = run(request(texts("texts", 0)).build());
        BlocksScored tried = run.scored;
        List<Fold> taken = run.round.getRound().getFolds();

        assertThat(taken).hasSize(10);
        assertThat(tried.getTrials()).extracting(Trial::getFolds).containsExactlyElementsOf(POINTS);
        assertThat(tried.getTrials().get(2)).returns(4, Trial::getBlock).returns(BlockMap.MLP_OUTPUT, Trial::getMap);
        for (Trial trial : tried.getTrials()) {
            double divergence = heldOut(run.round, tried.getPlan(), taken.subList(0, trial.getFolds()));
            assertThat(trial.getDivergence()).as(trial.toString()).isCloseTo(divergence, within(1e-6));
        }
        int best = tried.getTrials().stream()
                .min(Comparator.comparingDouble(Trial::getDivergence))
                .orElseThrow()
                .getFolds();
        assertThat(best).isPositive();
        assertThat(run.solved.getFolds()).isEqualTo(taken.subList(0, best));
        // Ten seconds a round, see below.
        assertThat(tried.getTrials()).extracting(Trial::getSeconds).containsExactly(0.0, 30.0, 70.0, 80.0, 90.0, 100.0);
    }

    /** The trial reads samples even where the selector reads none. */
    @Test
    void blocksMayBeChosenWithoutSamples() throws IOException {
        Run run = run(request(texts("texts", 0))
                .setCuts(List.of())
                .setSelector(new Selector("magnitude", Map.of()))
                .build());

        assertThat(run.scored.getTrials()).hasSizeGreaterThan(2);
        assertThat(run.scored.getSamples()).isEqualTo(SAMPLES / HeldOut.EVERY);
        assertThat(run.solved.getFolds()).isNotEmpty();
    }

    @Test
    void noStepHasSeenTheSamplesThatJudgeIt() throws IOException {
        Run one = run(request(texts("one", 0)).build());
        Run other = run(request(texts("other", 1)).build());

        assertThat(digests(other)).isEqualTo(digests(one));
        assertThat(other.scored.getTrials().get(0).getDivergence())
                .isNotEqualTo(one.scored.getTrials().get(0).getDivergence());
    }

    @Test
    void noBlockIsBegunThatWouldEndAfterTheTime() throws IOException {
        Run run = run(request(texts("texts", 0)).setTimeBudget(55).build());

        assertThat(run.round.getRound().getFolds()).hasSize(3);
        assertThat(run.round.getRound().getTried()).containsExactly(0, 3);
        assertThat(run.solved.getFolds()).hasSizeBetween(0, 3);
    }

    @Test
    void aBlockThatWasBegunIsBroughtToItsEnd() throws IOException {
        Run run = run(request(texts("texts", 0)).setTimeBudget(1).build());

        assertThat(run.round.getRound().getFolds()).hasSize(3);
    }

    @Test
    void withoutATrialAllStepsThatWereTakenStay() throws IOException {
        Run run = run(request(texts("texts", 0))
                .setMethod(Requests.method("reconstruct", RidgeKind.RELATIVE, 0.1))
                .setTimeBudget(25)
                .build());

        assertThat(run.solved.getFolds()).hasSize(1);
        assertThat(run.scored.getTrials()).isEmpty();
    }

    private RunRequested.Builder request(Path texts) {
        RunRequested.Builder request = Requests.stories(folder.resolve("pruned"), SAMPLES)
                .setCuts(List.of(new Cut(2, 1)))
                .setTasksPerStage(2)
                .setMethod(Requests.method("auto", RidgeKind.RELATIVE, 0.1));
        request.getCalibration().getSources().get(0).setUri(Locations.uri(texts));
        return request;
    }

    /** As many lines of the shipped texts; those that are held out are others for another variant. */
    private Path texts(String name, int variant) throws IOException {
        List<String> lines = Files.readAllLines(Fixtures.path("data/calibration/tinystories-256.jsonl"));
        List<String> chosen = new ArrayList<>(lines.subList(0, SAMPLES));
        for (int i = 0; i < SAMPLES; i++) {
            if (HeldOut.contains(i)) {
                chosen.set(i, lines.get(SAMPLES * (variant + 1) + i));
            }
        }
        return Files.write(folder.resolve(name + ".jsonl"), chosen);
    }

    /**
     * A run up to the merger.
     *
     * @param round the request of its last round
     */
    private record Run(RunRequested round, BlocksScored scored, TransformsSolved solved) {}

    /** Each round ends ten seconds after the one before it. */
    private Run run(RunRequested request) throws IOException {
        SolverStage solver = new SolverStage();
        RunRequested round = request;
        for (int seconds = 10; ; seconds += 10) {
            BlocksScored scored = inProcess.run(new ScorerStage(models, samples), round);
            TransformsSolved solved =
                    inProcess.run(solver, inProcess.run(new CalibratorStage(models, samples), scored));
            Optional<RunRequested> next =
                    solver.again(solved, request.getRequestedAt().plusSeconds(seconds));
            if (next.isEmpty()) {
                return new Run(round, scored, solved);
            }
            round = next.get();
        }
    }

    private static List<String> digests(Run run) {
        return run.round.getRound().getFolds().stream()
                .map(fold -> fold.getTransform().getSha256())
                .toList();
    }

    /** Mean divergence at each token but the last of the held-out texts, out of the logits of both models. */
    private double heldOut(RunRequested request, Plan plan, List<Fold> folds) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(Fixtures.path("models/stories260k"));
        double sum = 0;
        long predicted = 0;
        try (NDManager scope = NDManager.newBaseManager();
                LanguageModel dense = LanguageModel.load(checkpoint, ComputeOptions.parse("cpu", "f32"));
                LanguageModel pruned = dense.variant(Refits.variant(plan, folds, artifacts))) {
            int vocabulary = dense.architecture().vocabulary();
            for (int i = 0; i < SAMPLES; i++) {
                if (!HeldOut.contains(i)) {
                    continue;
                }
                for (SampleBatch batch : CalibrationSet.of(request, samples).batches(new ItemRange(i, i + 1))) {
                    TokenBatch text = (TokenBatch) batch.tokens();
                    float[] goal = dense.logits(scope, text).toFloatArray();
                    float[] found = pruned.logits(scope, text).toFloatArray();
                    for (int token = 0; token + 1 < text.realTokens(); token++) {
                        sum += divergence(goal, found, token * vocabulary, vocabulary);
                        predicted++;
                    }
                }
            }
        }
        return sum / predicted;
    }

    private static double divergence(float[] goal, float[] found, int from, int count) {
        double goalTotal = 0;
        double foundTotal = 0;
        for (int i = from; i < from + count; i++) {
            goalTotal += Math.exp(goal[i]);
            foundTotal += Math.exp(found[i]);
        }
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            double q = Math.exp(goal[i]) / goalTotal;
            sum += q * (Math.log(q) - Math.log(Math.exp(found[i]) / foundTotal));
        }
        return sum;
    }
}
