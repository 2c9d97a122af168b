package io.foldline;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.calibrator.CalibratorStage;
import io.foldline.calibrator.StatisticsGatherer;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.event.CutPolicy;
import io.foldline.event.Fold;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.TransformsSolved;
import io.foldline.merger.MergerStage;
import io.foldline.merger.PrunedCheckpoint;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.ModelCache;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
import io.foldline.model.text.ChatSetting;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.SampleSet;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.fold.FoldedTensors;
import io.foldline.passes.fold.TransformSource;
import io.foldline.pruning.Cut;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import io.foldline.scorer.ScorerStage;
import io.foldline.solver.EjmlAlgebra;
import io.foldline.solver.SolverStage;
import io.foldline.solver.TransformSolvers;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cuts calibrated one after the other, against pruning by hand in two steps. Let C be the checkpoint with the first cut
 * alone. Then the second transform is the one that solves M T ≈ X − Y, with M and Y of the block in front of the second cut
 * in C, loaded as any checkpoint is, and X behind that cut in the dense model; and the checkpoint of the run is, byte for
 * byte, that of C with the second cut removed and that transform folded.
 */
class SequentialCutsOracleTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");
    private static final RidgeSetting RIDGE = new RidgeSetting.Relative(1e-3);

    private final TokenizedSamples samples = new TokenizedSamples();

    @TempDir
    Path folder;

    /** Folds into weights; transposed, with biases; attention and MLP in parallel; scaled; into every expert; into gains of norms. */
    @ParameterizedTest
    @CsvSource({
        "llama-yarn,replaceme-ls",
        "gpt2-bare,replaceme-ls",
        "opt-bare,replaceme-ls",
        "phi,orthogonal",
        "falcon-multi-query,replaceme-ls",
        "granite,replaceme-ls",
        "mixtral-window,replaceme-ls",
        "qwen2-moe,replaceme-ls",
        "qwen3-moe-mixed,replaceme-ls",
        "gemma2,diagonal",
        "gemma3,diagonal",
        "olmo2,diagonal"
    })
    void everyArchitectureThatFolds(String name, String methodName) throws IOException {
        Cut front = new Cut(1, 1);
        Cut back = new Cut(3, 2);
        PruningMethod method = PruningMethods.named(methodName);
        Checkpoint checkpoint = Checkpoint.open(Fixtures.path("fixtures/families/" + name));
        try (LanguageModel dense = LanguageModel.load(checkpoint, CPU)) {
            List<int[]> texts = texts(dense.architecture().vocabulary());
            DMatrixRMaj first =
                    solve(method, gather(new StatisticsGatherer(dense, List.of(front), false, false), texts));
            Path file = folder.resolve("folded.safetensors");
            SafetensorsWriter.writeComputed(
                    file,
                    Map.of(),
                    FoldedTensors.of(checkpoint::tensor, dense.architecture(), front.kept(), () -> first));
            LanguageModel folded = dense.variant(
                    new Variant(List.of(0, 1, 3), SafetensorsFile.read(file).tensors()));
            DMatrixRMaj second =
                    solve(method, gather(new StatisticsGatherer(dense, folded, back, false, false), texts));

            Checkpoint step = write(checkpoint, List.of(2), Map.of(1, () -> first));
            try (LanguageModel pruned = LanguageModel.load(step, CPU)) {
                DMatrixRMaj byHand = solve(method, statistics(dense, pruned, 5, 2, texts));
                // States are in float32; experts are added up in an order that is not always the same.
                assertThat(relativeDifference(second, byHand)).isLessThan(1e-6);
            }
            DMatrixRMaj oneShot =
                    solve(method, gather(new StatisticsGatherer(dense, List.of(back), false, false), texts));
            assertThat(relativeDifference(second, oneShot)).isGreaterThan(1e-3);
            assertSame(
                    write(checkpoint, List.of(2, 4, 5), Map.of(1, () -> first, 3, () -> second)),
                    write(step, List.of(3, 4), Map.of(2, () -> second)));
        }
    }

    @Test
    void theStagesGoFromCutToCut() throws IOException {
        List<io.foldline.event.Cut> cuts = List.of(new io.foldline.event.Cut(0, 1), new io.foldline.event.Cut(2, 2));
        TransformsSolved solved = run(request("both").setCuts(cuts).setCutPolicy(CutPolicy.SEQUENTIAL));
        assertThat(solved.getFolds()).extracting(Fold::getBlock).containsExactly(0, 2);
        assertThat(solved.getRequest().getRound().getNumber()).isEqualTo(1);
        TransformsSolved front = run(request("front").setCuts(cuts.subList(0, 1)));
        assertThat(transform(solved, 0).data).containsExactly(transform(front, 0).data);
        TransformsSolved oneShot = run(request("one-shot").setCuts(cuts));
        assertThat(transform(oneShot, 0).data).containsExactly(transform(front, 0).data);
        assertThat(relativeDifference(transform(oneShot, 1), transform(solved, 1)))
                .isGreaterThan(1e-3);
        Checkpoint step = merge(front);
        Path model = Fixtures.path("models/stories260k");
        String texts = Fixtures.path("data/calibration/tinystories-256.jsonl").toString();
        List<int[]> ids = samples.ids(
                new TokenizedSamples.Source(
                        model, SampleSet.first(texts, "text", 24), 64, new ChatSetting(true, LocalDate.EPOCH)),
                new ItemRange(0, 24));
        try (LanguageModel dense = LanguageModel.load(Checkpoint.open(model), CPU);
                LanguageModel pruned = LanguageModel.load(step, CPU)) {
            DMatrixRMaj byHand = solve(PruningMethods.REPLACE_ME_LS, statistics(dense, pruned, 4, 1, ids));
            assertThat(relativeDifference(transform(solved, 1), byHand)).isLessThan(1e-4);
        }
        assertSame(merge(solved), write(step, List.of(2, 3), Map.of(1, () -> transform(solved, 1))));
    }

    private RunRequested.Builder request(String output) {
        return Requests.stories(folder.resolve(output), 24)
                .setRunId(output)
                .setTasksPerStage(2)
                .setMethod(Requests.method("replaceme-ls", RidgeKind.RELATIVE, 1e-3));
    }

    /** Passes scorer, calibrator and solver as often as the run wants. */
    private TransformsSolved run(RunRequested.Builder request) throws IOException {
        InProcess inProcess = new InProcess(new FileArtifactStore(folder.toUri()));
        SolverStage solver = new SolverStage();
        try (ModelCache models = new ModelCache()) {
            Optional<RunRequested> next = Optional.of(request.build());
            while (true) {
                TransformsSolved solved = inProcess.run(
                        solver,
                        inProcess.run(
                                new CalibratorStage(models, samples),
                                inProcess.run(new ScorerStage(models, samples), next.orElseThrow())));
                next = solver.again(solved, Instant.EPOCH);
                if (next.isEmpty()) {
                    return solved;
                }
            }
        }
    }

    private Checkpoint merge(TransformsSolved solved) throws IOException {
        InProcess inProcess = new InProcess(new FileArtifactStore(folder.toUri()));
        return Checkpoint.open(
                Locations.path(inProcess.run(new MergerStage(), solved).getOutput()));
    }

    private DMatrixRMaj transform(TransformsSolved solved, int fold) throws IOException {
        Path file = new FileArtifactStore(folder.toUri())
                .get(solved.getFolds().get(fold).getTransform());
        double[] values = SafetensorsFile.read(file).readDoubles("transform");
        int width = (int) Math.sqrt(values.length);
        return DMatrixRMaj.wrap(width, width, values);
    }

    private static List<int[]> texts(int vocabulary) {
        Random random = new Random(3);
        return IntStream.range(0, 16)
                .mapToObj(text -> random.ints(12 + text % 3, 0, vocabulary).toArray())
                .toList();
    }

    private static SplitStatistics gather(StatisticsGatherer gatherer, List<int[]> texts) throws IOException {
        try (gatherer) {
            for (int text = 0; text < texts.size(); text++) {
                gatherer.add(new SampleBatch(new TokenBatch(new int[][] {texts.get(text)}), List.of(text)));
            }
            return gatherer.statistics().get(0);
        }
    }

    private static DMatrixRMaj solve(PruningMethod method, SplitStatistics statistics) {
        return TransformSolvers.of(method, new EjmlAlgebra())
                .solve(statistics, RIDGE)
                .transform();
    }

    /**
     * The sums by their definition, text by text.
     *
     * @param last block of the dense model behind which X is
     * @param kept block of the pruned model with M and Y
     */
    private static SplitStatistics statistics(
            LanguageModel dense, LanguageModel pruned, int last, int kept, List<int[]> texts) throws IOException {
        int width = dense.architecture().width();
        Statistics sum = Statistics.zero(width);
        for (int[] text : texts) {
            TokenBatch batch = new TokenBatch(new int[][] {text});
            Taken behind = new Taken(last, width);
            dense.forward(batch, last, behind);
            Taken front = new Taken(kept, width);
            pruned.forward(batch, kept, front);
            DMatrixRMaj difference = CommonOps_DDRM.subtract(behind.output, front.residual, null);
            DMatrixRMaj gram = CommonOps_DDRM.multTransA(front.mlp, front.mlp, null);
            DMatrixRMaj cross = CommonOps_DDRM.multTransA(front.mlp, difference, null);
            sum = sum.plus(new Statistics(gram, cross, Math.pow(NormOps_DDRM.normF(difference), 2), text.length));
        }
        return new SplitStatistics(sum, Optional.empty());
    }

    /** States of one block, tokens × width. */
    private static final class Taken implements BlockTap {
        private final int block;
        private final int width;
        private DMatrixRMaj output = new DMatrixRMaj(0, 0);
        private DMatrixRMaj residual = new DMatrixRMaj(0, 0);
        private DMatrixRMaj mlp = new DMatrixRMaj(0, 0);

        Taken(int block, int width) {
            this.block = block;
            this.width = width;
        }

        @Override
        public boolean wantsParts(int number) {
            return number == block;
        }

        @Override
        public void accept(BlockStates states) {
            if (states.block() == block) {
                output = matrix(states.output().toFloatArray());
                residual = matrix(states.residual().toFloatArray());
                mlp = matrix(states.mlpOutput().toFloatArray());
            }
        }

        private DMatrixRMaj matrix(float[] values) {
            DMatrixRMaj wide = new DMatrixRMaj(values.length / width, width);
            Arrays.setAll(wide.data, i -> values[i]);
            return wide;
        }
    }

    private Checkpoint write(Checkpoint source, List<Integer> removed, Map<Integer, TransformSource> folds)
            throws IOException {
        Path target = folder.resolve("%s-%d".formatted(removed, source.tensors().size()));
        new CheckpointWriter()
                .write(PrunedCheckpoint.draft(source, removed, folds), target, "test", (done, total) -> {});
        return Checkpoint.open(target);
    }

    private static void assertSame(Checkpoint one, Checkpoint other) throws IOException {
        assertThat(other.config().json()).isEqualTo(one.config().json());
        assertThat(other.tensors().keySet()).isEqualTo(one.tensors().keySet());
        for (TensorInfo tensor : one.tensors().values()) {
            assertThat(TensorReader.doubles(other.tensor(tensor.name())))
                    .as(tensor.name())
                    .containsExactly(TensorReader.doubles(tensor));
        }
    }

    private static double relativeDifference(DMatrixRMaj one, DMatrixRMaj other) {
        return NormOps_DDRM.normF(CommonOps_DDRM.subtract(one, other, null)) / NormOps_DDRM.normF(other);
    }
}
