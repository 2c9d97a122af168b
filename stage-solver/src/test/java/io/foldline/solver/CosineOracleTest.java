package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.calibrator.CalibratorStage;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.event.BlocksScored;
import io.foldline.event.Cut;
import io.foldline.event.Fold;
import io.foldline.event.Method;
import io.foldline.event.Plan;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.TransformsSolved;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches on the activations of a real model. */
class CosineOracleTest {
    private static final int WIDTH = 64;

    @TempDir
    private Path directory;

    private final ModelCache models = new ModelCache();
    private final CalibratorStage calibrator = new CalibratorStage(models, new TokenizedSamples());

    @AfterEach
    void close() {
        models.close();
    }

    /** Options as {@code name=value}, between semicolons. */
    private static Method method(String options) {
        Map<String, String> named = new HashMap<>();
        for (String option : options.split(";")) {
            named.put(option.split("=")[0], option.split("=")[1]);
        }
        return Method.newBuilder(Requests.method("replaceme-cosine", RidgeKind.RELATIVE, 1e-3))
                .setOptions(named)
                .build();
    }

    private Fold fold(Method method, int tasks, Cut cut) throws IOException {
        RunRequested request = Requests.stories(directory.resolve("pruned"), 24)
                .setMethod(method)
                .setSeed(42)
                .setTasksPerStage(tasks)
                .build();
        Plan plan = new Plan(5, List.of(cut.getKept() + 1), List.of(cut));
        InProcess inProcess = new InProcess(new FileArtifactStore(directory.toUri()));
        TransformsSolved solved = inProcess.run(
                new SolverStage(),
                inProcess.run(calibrator, new BlocksScored(request, List.of(), 0L, 0L, plan, List.of(), List.of())));
        return solved.getFolds().get(0);
    }

    private DMatrixRMaj transform(Fold fold) throws IOException {
        Path file = new FileArtifactStore(directory.toUri()).get(fold.getTransform());
        return DMatrixRMaj.wrap(WIDTH, WIDTH, SafetensorsFile.read(file).readDoubles("transform"));
    }

    /** The transforms that torch finds on the activations that transformers gives, in one and in several tasks. */
    @ParameterizedTest
    @CsvSource({
        "fast,objective=fast",
        "exact,objective=exact;epochs=5;learning-rate=1e-3;batch-tokens=100",
        "penalties,objective=exact;epochs=5;learning-rate=1e-3;batch-tokens=256;l1=1e-4;l2=1e-3",
        "diagonal,constraint=diagonal;epochs=5;learning-rate=1e-3;batch-tokens=256",
        "triangular,objective=exact;constraint=triangular;loss=mse;epochs=5;learning-rate=1e-3;batch-tokens=256"
    })
    void adamGoesAsInTorch(String name, String options) throws IOException {
        Path oracle = Fixtures.path("oracles/stories260k-cosine.safetensors");
        DMatrixRMaj wanted =
                DMatrixRMaj.wrap(WIDTH, WIDTH, SafetensorsFile.read(oracle).readDoubles(name));
        DMatrixRMaj found = transform(fold(method(options), 1, new Cut(2, 1)));
        double deviation = Problem.relativeDifference(found, wanted);
        System.out.printf("%s: relative deviation of the transform %.1e%n", name, deviation);
        assertThat(deviation).isLessThan(1e-5);
        assertThat(transform(fold(method(options), 3, new Cut(2, 1))).data).isEqualTo(found.data);
    }

    @Test
    void leastSquaresMeetsItsClosedFormOnARealModel() throws IOException {
        for (int kept = 0; kept < 4; kept++) {
            Cut cut = new Cut(kept, 1);
            double closed = fold(Requests.method("replaceme-ls", RidgeKind.ABSOLUTE, 0), 1, cut)
                    .getRelativeResidual();
            for (String optimizer : List.of("lbfgs", "nlcg")) {
                double found =
                        fold(method("loss=mse;optimizer=" + optimizer), 1, cut).getRelativeResidual();
                System.out.printf(
                        "%s, kept %d: relative residual %.9f, closed form %.9f%n", optimizer, kept, found, closed);
                assertThat(found - closed).isBetween(-1e-9, 1e-6);
            }
        }
    }

    /** A choice of tokens is the same in any number of tasks, and nearly as good as all. */
    @Test
    void fewerTokensAreChosenAlikeInAnyNumberOfTasks() throws IOException {
        Method method = method("loss=mse;optimizer=lbfgs;tokens=700");
        Fold one = fold(method, 1, new Cut(2, 1));
        assertThat(transform(fold(method, 3, new Cut(2, 1))).data).isEqualTo(transform(one).data);
        double all = fold(method("loss=mse;optimizer=lbfgs"), 1, new Cut(2, 1)).getRelativeResidual();
        assertThat(one.getRelativeResidual()).isBetween(all * 1.0001, all * 1.5);
    }
}
