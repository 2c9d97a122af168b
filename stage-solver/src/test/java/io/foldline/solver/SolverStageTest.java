package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foldline.calibrator.CalibratorStage;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.event.Cut;
import io.foldline.event.Fold;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.TransformsSolved;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.scorer.ScorerStage;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The solver behind the two stages in front of it, in this process. */
class SolverStageTest {
    private static final int WIDTH = 64;

    @TempDir
    private Path directory;

    private final ModelCache models = new ModelCache();
    private final TokenizedSamples samples = new TokenizedSamples();

    @AfterEach
    void close() {
        models.close();
    }

    private RunRequested.Builder request(String method, RidgeKind ridge) {
        return Requests.stories(directory.resolve("pruned"), 56).setMethod(Requests.method(method, ridge, 1e-3));
    }

    private TransformsSolved run(RunRequested request) throws IOException {
        InProcess inProcess = new InProcess(new FileArtifactStore(directory.toUri()));
        return inProcess.run(
                new SolverStage(),
                inProcess.run(
                        new CalibratorStage(models, samples),
                        inProcess.run(new ScorerStage(models, samples), request)));
    }

    private DMatrixRMaj transform(Fold fold) throws IOException {
        Path file = new FileArtifactStore(directory.toUri()).get(fold.getTransform());
        return DMatrixRMaj.wrap(WIDTH, WIDTH, SafetensorsFile.read(file).readDoubles("transform"));
    }

    @Test
    void anyNumberOfTasksGivesTheSameTransform() throws IOException {
        RunRequested.Builder request = request("replaceme-ls", RidgeKind.RELATIVE);
        Fold one = run(request.setTasksPerStage(1).build()).getFolds().get(0);
        DMatrixRMaj transform = transform(one);
        Fold seven = run(request.setTasksPerStage(7).build()).getFolds().get(0);
        assertThat(Problem.relativeDifference(transform(seven), transform)).isLessThan(1e-9);
        assertThat(seven.getRelativeResidual()).isEqualTo(one.getRelativeResidual(), within(1e-12));
        Fold again = run(request.build()).getFolds().get(0);
        assertThat(again.getTransform().getSha256())
                .as("same tasks, same bytes")
                .isEqualTo(seven.getTransform().getSha256());
    }

    @Test
    void everyCutGetsItsTransform() throws IOException {
        TransformsSolved solved = run(request("replaceme-ls", RidgeKind.RELATIVE)
                .setCuts(List.of(new Cut(0, 1), new Cut(2, 2)))
                .build());
        assertThat(solved.getFolds()).extracting(Fold::getBlock).containsExactly(0, 2);
        assertThat(solved.getPlan().getRemoved()).containsExactly(1, 3, 4);
        assertThat(transform(solved.getFolds().get(0)).data)
                .isNotEqualTo(transform(solved.getFolds().get(1)).data);
    }

    @Test
    void leastSquaresLeavesTheLeastResidual() throws IOException {
        double leastSquares = residual("replaceme-ls");
        assertThat(leastSquares).isBetween(0.0, 1.0);
        assertThat(residual("diagonal")).isGreaterThan(leastSquares);
        assertThat(residual("orthogonal")).isGreaterThan(leastSquares);
    }

    private double residual(String method) throws IOException {
        RunRequested request = request(method, RidgeKind.RELATIVE).build();
        return run(request).getFolds().get(0).getRelativeResidual();
    }

    @Test
    void ridgeIsChosenOnHeldOutSamples() throws IOException {
        Fold fold =
                run(request("replaceme-ls", RidgeKind.AUTO).build()).getFolds().get(0);
        assertThat(fold.getRidge()).isPositive();
    }

    @Test
    void droppingBlocksSolvesForNothing() throws IOException {
        TransformsSolved solved = run(request("uidl", RidgeKind.RELATIVE).build());
        assertThat(solved.getFolds()).isEmpty();
        assertThat(solved.getPlan().getRemoved()).hasSize(1);
    }

    @Test
    void fewTokensNeedARidge() throws IOException {
        Path texts = Files.writeString(directory.resolve("texts.txt"), "Once upon a time\n\nthere was a cat");
        RunRequested request = Requests.stories(directory.resolve("pruned"), 2)
                .setCalibration(Requests.calibration(texts, 2, 64))
                .setMethod(Requests.method("replaceme-ls", RidgeKind.ABSOLUTE, 0))
                .build();
        assertThatThrownBy(() -> run(request))
                .isInstanceOf(InputException.class)
                .hasMessageMatching(
                        "\\d+ calibration tokens, at least 64 needed at ridge 0: give more samples or a ridge.");
    }
}
