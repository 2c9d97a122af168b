package io.foldline.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.TensorReader;
import io.foldline.event.ArtifactReference;
import io.foldline.event.BlocksScored;
import io.foldline.event.Cut;
import io.foldline.event.Method;
import io.foldline.event.Plan;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.StatisticsGathered;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.pruning.ActivationsFile;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import io.foldline.pruning.StatisticsFile;
import io.foldline.stage.CancelledException;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.stage.ProgressListener;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibratorStageTest {
    private static final int SAMPLES = 30;

    @TempDir
    private Path directory;

    private final ModelCache models = new ModelCache();
    private final CalibratorStage stage = new CalibratorStage(models, new TokenizedSamples());

    @AfterEach
    void close() {
        models.close();
    }

    private static BlocksScored scored(RunRequested request) {
        Plan plan = new Plan(5, List.of(1, 4), List.of(new Cut(0, 1), new Cut(3, 1)));
        return new BlocksScored(request, List.of(), 0L, 0L, plan, List.of(), List.of());
    }

    private BlocksScored scored(int tasks, RidgeKind ridge) {
        return scored(Requests.stories(directory.resolve("pruned"), SAMPLES)
                .setTasksPerStage(tasks)
                .setMethod(Requests.method("replaceme-ls", ridge, 1e-3))
                .build());
    }

    private StatisticsGathered run(BlocksScored event) throws IOException {
        return new InProcess(new FileArtifactStore(directory.toUri())).run(stage, event);
    }

    private SplitStatistics sum(StatisticsGathered gathered, int cut) throws IOException {
        FileArtifactStore artifacts = new FileArtifactStore(directory.toUri());
        List<SplitStatistics> partials = new ArrayList<>();
        for (ArtifactReference partial : gathered.getPartials()) {
            partials.add(StatisticsFile.read(artifacts.get(partial), cut));
        }
        return partials.stream().reduce(SplitStatistics::plus).orElseThrow();
    }

    @Test
    void anyNumberOfTasksGivesTheSameSums() throws IOException {
        for (int cut = 0; cut < 2; cut++) {
            StatisticsGathered one = run(scored(1, RidgeKind.AUTO));
            SplitStatistics whole = sum(one, cut);
            StatisticsGathered four = run(scored(7, RidgeKind.AUTO));
            SplitStatistics parts = sum(four, cut);
            assertThat(one.getPartials()).hasSize(1);
            assertThat(four.getPartials()).hasSize(4);
            assertThat(four.getTokens())
                    .isEqualTo(one.getTokens())
                    .isEqualTo(whole.all().tokens());
            assertThat(parts.fit().tokens()).isEqualTo(whole.fit().tokens());
            double tolerance = 1e-12 * whole.fit().meanDiagonal();
            assertThat(MatrixFeatures_DDRM.isIdentical(
                            parts.fit().gram(), whole.fit().gram(), tolerance))
                    .isTrue();
            assertThat(MatrixFeatures_DDRM.isIdentical(
                            parts.heldOut().orElseThrow().cross(),
                            whole.heldOut().orElseThrow().cross(),
                            tolerance))
                    .isTrue();
        }
    }

    @Test
    void sameTaskGivesTheSameBytesUnderAnotherName() throws IOException {
        List<ArtifactReference> first = run(scored(2, RidgeKind.RELATIVE)).getPartials();
        List<ArtifactReference> second = run(scored(2, RidgeKind.RELATIVE)).getPartials();
        for (int task = 0; task < 2; task++) {
            assertThat(second.get(task).getSha256()).isEqualTo(first.get(task).getSha256());
            assertThat(second.get(task).getUri()).isNotEqualTo(first.get(task).getUri());
        }
    }

    @Test
    void samplesAreHeldOutOnlyWhereTheRidgeIsChosenOnThem() throws IOException {
        assertThat(sum(run(scored(1, RidgeKind.RELATIVE)), 0).heldOut()).isEmpty();
        SplitStatistics split = sum(run(scored(1, RidgeKind.AUTO)), 0);
        assertThat(split.heldOut().orElseThrow().tokens())
                .isLessThan(split.fit().tokens());
    }

    @Test
    void methodsThatOnlyDropNeedNoStatistics() throws IOException {
        BlocksScored event = scored(Requests.stories(directory.resolve("pruned"), SAMPLES)
                .setMethod(Requests.method("uidl", RidgeKind.RELATIVE, 0))
                .build());
        assertThat(stage.split(event)).isEmpty();
        StatisticsGathered gathered = run(event);
        assertThat(gathered.getPartials()).isEmpty();
        assertThat(gathered.getPlan()).isEqualTo(event.getPlan());
    }

    private StatisticsGathered activations(int tasks, String tokens) throws IOException {
        return run(scored(Requests.stories(directory.resolve("pruned"), SAMPLES)
                .setTasksPerStage(tasks)
                .setMethod(Method.newBuilder(Requests.method("replaceme-cosine", RidgeKind.RELATIVE, 0))
                        .setOptions(Map.of("tokens", tokens))
                        .build())
                .build()));
    }

    /** n×3×d of all files, one after the other. */
    private double[] rows(StatisticsGathered gathered, int cut) throws IOException {
        FileArtifactStore artifacts = new FileArtifactStore(directory.toUri());
        List<double[]> files = new ArrayList<>();
        for (ArtifactReference file : gathered.getActivations()) {
            files.add(TensorReader.doubles(ActivationsFile.read(artifacts.get(file), cut)));
        }
        return files.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    @Test
    void activationsAreThoseThatAreSummed() throws IOException {
        StatisticsGathered gathered = activations(3, "0");
        assertThat(gathered.getActivations()).hasSize(gathered.getPartials().size());
        for (int cut = 0; cut < 2; cut++) {
            Statistics sums = sum(gathered, cut).fit();
            double[] rows = rows(gathered, cut);
            int width = sums.width();
            int tokens = (int) sums.tokens();
            assertThat(rows).hasSize(tokens * 3 * width);
            DMatrixRMaj mlp = new DMatrixRMaj(tokens, width);
            DMatrixRMaj goal = new DMatrixRMaj(tokens, width);
            for (int i = 0; i < tokens * width; i++) {
                int at = i / width * 3 * width + i % width;
                mlp.data[i] = rows[at];
                goal.data[i] = rows[at + 2 * width] - rows[at + width];
            }
            double tolerance = 1e-12 * sums.meanDiagonal();
            assertThat(MatrixFeatures_DDRM.isIdentical(
                            CommonOps_DDRM.multTransA(mlp, mlp, null), sums.gram(), tolerance))
                    .isTrue();
            assertThat(MatrixFeatures_DDRM.isIdentical(
                            CommonOps_DDRM.multTransA(mlp, goal, null), sums.cross(), tolerance))
                    .isTrue();
        }
    }

    @Test
    void aChoiceOfTokensIsTheSameInAnyNumberOfTasks() throws IOException {
        double[] one = rows(activations(1, "500"), 0);
        assertThat(rows(activations(4, "500"), 0)).isEqualTo(one);
        assertThat(one.length / (3 * 64)).isBetween(400, 500);
    }

    @Test
    void methodsThatSumKeepNoActivations() throws IOException {
        assertThat(run(scored(2, RidgeKind.RELATIVE)).getActivations()).isEmpty();
    }

    @Test
    void stopsBetweenBatchesWhenCancelled() {
        List<Long> progress = new ArrayList<>();
        ProgressListener interrupting = (done, total, unit) -> {
            progress.add(done);
            Thread.currentThread().interrupt();
        };
        assertThatThrownBy(() -> new InProcess(new FileArtifactStore(directory.toUri()), 1, interrupting)
                        .run(stage, scored(1, RidgeKind.RELATIVE)))
                .isInstanceOf(CancelledException.class);
        Thread.interrupted();
        assertThat(progress).hasSize(1);
    }
}
