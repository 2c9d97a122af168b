package io.foldline.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foldline.event.ArtifactReference;
import io.foldline.event.BlockMap;
import io.foldline.event.BlocksScored;
import io.foldline.event.Calibration;
import io.foldline.event.Candidate;
import io.foldline.event.Cut;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Fold;
import io.foldline.event.FoldContent;
import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.event.Selector;
import io.foldline.event.TaskId;
import io.foldline.event.TextSource;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.CancelledException;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.stage.ProgressListener;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScorerStageTest {
    private static final int SAMPLES = 30;

    @TempDir
    private Path directory;

    private final ModelCache models = new ModelCache();
    private final ScorerStage stage = new ScorerStage(models, new TokenizedSamples());

    @AfterEach
    void close() {
        models.close();
    }

    private RunRequested.Builder request() {
        return Requests.stories(directory.resolve("pruned"), SAMPLES);
    }

    private BlocksScored run(RunRequested request) throws IOException {
        return new InProcess(new FileArtifactStore(directory.toUri())).run(stage, request);
    }

    @Test
    void countsTheSamplesOfEachSource() throws IOException {
        Calibration stories = request().build().getCalibration();
        TextSource first = stories.getSources().get(0);
        Path few = Files.writeString(directory.resolve("few.txt"), "Once\n\nupon\n\na time");
        stories.setSources(List.of(first, new TextSource(few.toUri().toString(), "text", 1.0), first));
        stories.setShuffleSeed(5L);
        for (int tasks : new int[] {1, 4}) {
            BlocksScored scored = run(
                    request().setCalibration(stories).setTasksPerStage(tasks).build());
            assertThat(scored.getSourceSamples()).containsExactly(14, 3, 13);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"angular", "cosine", "sleb", "loss", "bi"})
    void anyNumberOfTasksGivesTheSameScores(String selector) throws IOException {
        RunRequested.Builder request = request().setSelector(new Selector(selector, Map.of()));
        BlocksScored one = run(request.setTasksPerStage(1).build());
        BlocksScored four = run(request.setTasksPerStage(4).build());
        assertThat(one.getSamples()).isEqualTo(SAMPLES).isEqualTo(four.getSamples());
        assertThat(one.getTokens()).isEqualTo(four.getTokens());
        assertThat(one.getPlan()).isEqualTo(four.getPlan());
        for (int kept = 0; kept < 4; kept++) {
            assertThat(four.getCandidates().get(kept).getDistance())
                    .isEqualTo(one.getCandidates().get(kept).getDistance(), within(1e-12));
        }
    }

    @Test
    void takesTheCandidateOfTheLeastDistance() throws IOException {
        BlocksScored scored =
                run(request().setDrop(new Drop(DropUnit.BLOCKS, 2.0)).build());
        assertThat(scored.getCandidates())
                .extracting(Candidate::getCut)
                .containsExactly(new Cut(0, 2), new Cut(1, 2), new Cut(2, 2));
        Cut cut = scored.getPlan().getCuts().get(0);
        double least = scored.getCandidates().get(cut.getKept()).getDistance();
        assertThat(scored.getCandidates()).allMatch(candidate -> candidate.getDistance() >= least);
        assertThat(scored.getPlan().getBlocks()).isEqualTo(5);
        assertThat(scored.getPlan().getRemoved()).containsExactly(cut.getKept() + 1, cut.getKept() + 2);
    }

    @Test
    void ofEqualCandidatesTheLowestWins() {
        ScoreResult result = new ScoreResult(
                new TaskId("run-1", "scorer", 0, 1, 0, 0), 8L, 90L, List.of(3.0, 2.0, 2.0), 8.0, List.of(8), List.of());
        BlocksScored scored =
                stage.gather(request().setDrop(new Drop(DropUnit.BLOCKS, 2.0)).build(), List.of(result));
        assertThat(scored.getPlan().getCuts()).containsExactly(new Cut(1, 2));
        assertThat(scored.getCandidates().get(0).getDistance()).isEqualTo(3.0 / 8);
    }

    /** The longer window is taken first; the distances are those of a pass for each size. */
    @ParameterizedTest
    @ValueSource(strings = {"angular", "cosine"})
    void windowsOfTwoSizesAreComparedInOnePass(String selector) throws IOException {
        RunRequested.Builder request = request().setSelector(new Selector(selector, Map.of()));
        List<Candidate> expected = new ArrayList<>();
        for (double size : new double[] {1, 2}) {
            expected.addAll(run(request.setDrop(new Drop(DropUnit.BLOCKS, size)).build())
                    .getCandidates());
        }
        RunRequested windows = request.setDrop(new Drop(DropUnit.BLOCKS, 3.0))
                .setCutCount(2)
                .setTasksPerStage(2)
                .build();
        assertThat(stage.split(windows))
                .hasSize(2)
                .allMatch(task -> task.getSizes().equals(List.of(1, 2)));
        BlocksScored scored = run(windows);
        assertThat(scored.getCandidates())
                .extracting(Candidate::getCut)
                .containsExactlyElementsOf(
                        expected.stream().map(Candidate::getCut).toList());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(scored.getCandidates().get(i).getDistance())
                    .isEqualTo(expected.get(i).getDistance(), within(1e-12));
        }
        Candidate first = least(expected.subList(4, 7));
        int kept = first.getCut().getKept();
        Candidate second = least(expected.subList(0, 4).stream()
                .filter(candidate -> candidate.getCut().getKept() < kept
                        || candidate.getCut().getKept() > kept + 1)
                .toList());
        assertThat(scored.getPlan().getRemoved())
                .containsExactlyInAnyOrder(kept + 1, kept + 2, second.getCut().getKept() + 1);
    }

    private static Candidate least(List<Candidate> candidates) {
        return candidates.stream()
                .min(Comparator.comparingDouble(Candidate::getDistance))
                .orElseThrow();
    }

    @Test
    void choosesAmongFoldsInTheRoundAfterTheirs() throws IOException {
        RunRequested request = request()
                .setSelector(new Selector("residual", Map.of()))
                .setDrop(new Drop(DropUnit.BLOCKS, 3.0))
                .build();
        BlocksScored first = run(request);
        assertThat(first.getPlan().getRemoved()).isEmpty();
        assertThat(first.getPlan().getCuts()).containsExactly(new Cut(0, 3), new Cut(1, 3));
        assertThat(stage.again(first, Instant.EPOCH)).isEmpty();

        List<Fold> folds = List.of(fold(0, 0.5), fold(1, 0.25));
        BlocksScored second = run(RunRequested.newBuilder(request)
                .setRound(new Round(1, 2, first.getPlan(), folds, List.of(), List.of()))
                .build());

        assertThat(second.getCandidates())
                .containsExactly(new Candidate(new Cut(0, 3), 0.5), new Candidate(new Cut(1, 3), 0.25));
        assertThat(second.getPlan().getRemoved()).containsExactly(2, 3, 4);
        assertThat(second.getRequest().getRound().getFolds()).isEmpty();
        assertThat(stage.again(second, Instant.EPOCH)).isEmpty();
    }

    private static Fold fold(int kept, double residual) {
        ArtifactReference transform = new ArtifactReference("file:///transform", "00", 0L);
        return Fold.newBuilder()
                .setBlock(kept)
                .setTransform(transform)
                .setRidge(0.0)
                .setRelativeResidual(residual)
                .setMap(BlockMap.MLP_OUTPUT)
                .setContent(FoldContent.TRANSFORM)
                .build();
    }

    @Test
    void givenCutsAreTakenAsTheyAre() throws IOException {
        RunRequested request =
                request().setCuts(List.of(new Cut(2, 2), new Cut(0, 1))).build();
        assertThat(stage.split(request)).isEmpty();
        BlocksScored scored = run(request);
        assertThat(scored.getCandidates()).isEmpty();
        assertThat(scored.getPlan().getRemoved()).containsExactly(1, 3, 4);
        assertThat(scored.getPlan().getCuts()).containsExactly(new Cut(0, 1), new Cut(2, 2));
    }

    @Test
    void tasksShareOutTheSamplesInWholeChunks() {
        List<ScoreTask> tasks = stage.split(request().setTasksPerStage(7).build());
        assertThat(tasks).extracting(ScoreTask::getFirstSample).containsExactly(0, 8, 16, 24);
        assertThat(tasks).extracting(ScoreTask::getEndSample).containsExactly(8, 16, 24, 30);
        assertThat(tasks).extracting(task -> task.getTask().getIndex()).containsExactly(0, 1, 2, 3);
        assertThat(tasks).allMatch(task -> task.getTask().getCount() == 4);
        assertThat(stage.split(request().build())).hasSize(1);
    }

    @Test
    void reportsProgress() throws IOException {
        List<Long> progress = new ArrayList<>();
        run((done, total, unit) -> progress.add(done));
        assertThat(progress).isSorted().endsWith((long) SAMPLES).hasSizeGreaterThan(1);
    }

    @Test
    void stopsBetweenBatchesWhenCancelled() {
        List<Long> progress = new ArrayList<>();
        assertThatThrownBy(() -> run((done, total, unit) -> {
                    progress.add(done);
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOf(CancelledException.class);
        Thread.interrupted();
        assertThat(progress).hasSize(1);
    }

    private void run(ProgressListener listener) throws IOException {
        new InProcess(new FileArtifactStore(directory.toUri()), 1, listener)
                .run(stage, request().build());
    }
}
