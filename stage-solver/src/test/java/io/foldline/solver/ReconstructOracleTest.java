package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.calibrator.RefitGatherer;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.OutputMap;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
import io.foldline.passes.Refits;
import io.foldline.pruning.Cut;
import io.foldline.pruning.PruningPlan;
import io.foldline.pruning.RefitStep;
import io.foldline.pruning.RefitWalk;
import io.foldline.pruning.RidgeSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New weights of the blocks behind the cut 2:2 of random checkpoints, against those that transformers' states give. */
class ReconstructOracleTest {
    private static final PruningPlan PLAN = new PruningPlan(6, List.of(new Cut(2, 2)));
    private static final List<Integer> KEPT = List.of(0, 1, 2, 5);

    @TempDir
    Path temp;

    /** Rotary and grouped; a scaled residual stream; transposed with biases; ReLU with biases; attention and MLP in parallel, with and without biases. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-yarn", "granite", "gpt2-bare", "opt-bare", "phi", "falcon-multi-query"})
    void meetsTheDenseModelAsTransformersSeesIt(String name) throws IOException {
        GoldenFold golden = GoldenFold.of("fixtures/families/" + name);
        SafetensorsFile expected = SafetensorsFile.read(golden.folder().resolve("golden_reconstruct.safetensors"));
        TokenBatch tokens = new TokenBatch(golden.ids());
        SampleBatch batch = new SampleBatch(
                tokens, IntStream.range(0, tokens.size()).boxed().toList());
        Checkpoint checkpoint = Checkpoint.open(golden.folder());
        try (LanguageModel dense = LanguageModel.load(checkpoint, ComputeOptions.parse("cpu", "f32"))) {
            Map<String, TensorInfo> weights = new HashMap<>();
            for (RefitStep step : RefitWalk.ALL.steps(PLAN)) {
                weights.putAll(refit(checkpoint, dense, weights, step, batch));
            }
            assertThat(weights.keySet()).isEqualTo(names(expected));
            for (String tensor : weights.keySet()) {
                double[] wanted = expected.readDoubles(tensor);
                double[] found =
                        SafetensorsFile.read(weights.get(tensor).file()).readDoubles(tensor);
                assertThat(relativeDifference(found, wanted)).as(tensor).isLessThan(1e-5);
            }
            try (LanguageModel pruned = dense.variant(new Variant(KEPT, weights))) {
                assertLogits(pruned, tokens, expected.readDoubles("pruned_logits"));
            }
        }
    }

    private Map<String, TensorInfo> refit(
            Checkpoint checkpoint,
            LanguageModel dense,
            Map<String, TensorInfo> weights,
            RefitStep step,
            SampleBatch batch)
            throws IOException {
        OutputMap map = Refits.map(dense.architecture(), step);
        LanguageModel pruned = dense.variant(new Variant(KEPT, weights));
        try (RefitGatherer gatherer = new RefitGatherer(dense, pruned, step, map, false)) {
            gatherer.add(batch);
            Solution change = new LeastSquares(new EjmlAlgebra())
                    .solve(gatherer.statistics().get(0), new RidgeSetting.Relative(0.1));
            assertThat(change.relativeResidual()).isBetween(0.0, 1.0);
            Map<String, TensorInfo> former = new LinkedHashMap<>();
            former.put(map.weight(), checkpoint.tensor(map.weight()));
            map.bias().ifPresent(bias -> former.put(bias, checkpoint.tensor(bias)));
            Path file = temp.resolve(step + ".safetensors");
            new NewWeights(map, former).write(file, change.transform());
            return SafetensorsFile.read(file).tensors();
        }
    }

    private static Set<String> names(SafetensorsFile expected) {
        Set<String> names = new HashSet<>(expected.tensors().keySet());
        names.remove("pruned_logits");
        return names;
    }

    private static void assertLogits(LanguageModel pruned, TokenBatch tokens, double[] expected) throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                NDArray logits = pruned.logits(manager, tokens)) {
            float[] found = logits.toFloatArray();
            int width = pruned.architecture().outputs();
            for (int sequence = 0; sequence < tokens.size(); sequence++) {
                int first = sequence * tokens.length() * width;
                for (int i = first; i < first + tokens.length(sequence) * width; i++) {
                    assertThat((double) found[i]).isCloseTo(expected[i], within(1e-4));
                }
            }
        }
    }

    private static double relativeDifference(double[] found, double[] wanted) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < wanted.length; i++) {
            difference += (found[i] - wanted[i]) * (found[i] - wanted[i]);
            size += wanted[i] * wanted[i];
        }
        return Math.sqrt(difference / size);
    }
}
