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
import io.foldline.model.LinearMaps;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
import io.foldline.passes.Refits;
import io.foldline.pruning.Cut;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.PruningPlan;
import io.foldline.pruning.RefitStep;
import io.foldline.pruning.RidgeSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New weights of the blocks behind the cut 2:2 of random checkpoints, against those that transformers' states give. */
class ReconstructOracleTest {
    private static final PruningPlan PLAN = new PruningPlan(6, List.of(new Cut(2, 2)));
    private static final List<Integer> KEPT = List.of(0, 1, 2, 5);

    @TempDir
    Path temp;

    /** Rotary and grouped; a scaled residual stream; transposed with biases; ReLU with biases; attention and MLP in parallel, with and without biases. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    llama-yarn, reconstruct
                    granite, reconstruct
                    gpt2-bare, reconstruct
                    opt-bare, reconstruct
                    phi, reconstruct
                    falcon-multi-query, reconstruct
                    llama-yarn, auto
                    granite, auto
                    gpt2-bare, auto
                    opt-bare, auto
                    phi, auto
                    falcon-multi-query, auto
                    """)
    void meetsTheDenseModelAsTransformersSeesIt(String name, String method) throws IOException {
        GoldenFold golden = GoldenFold.of("fixtures/families/" + name);
        SafetensorsFile expected = SafetensorsFile.read(golden.folder().resolve("golden_reconstruct.safetensors"));
        TokenBatch tokens = new TokenBatch(golden.ids());
        SampleBatch batch = new SampleBatch(
                tokens, IntStream.range(0, tokens.size()).boxed().toList());
        Checkpoint checkpoint = Checkpoint.open(golden.folder());
        try (LanguageModel dense = LanguageModel.load(checkpoint, ComputeOptions.parse("cpu", "f32"))) {
            Map<String, TensorInfo> weights = new HashMap<>();
            for (RefitStep step :
                    PruningMethods.named(method).walk().orElseThrow().steps(PLAN)) {
                weights.putAll(refit(checkpoint, dense, weights, step, batch));
            }
            assertThat(weights.keySet()).isEqualTo(names(expected, method));
            for (String tensor : weights.keySet()) {
                double[] wanted = expected.readDoubles(method + "." + tensor);
                double[] found =
                        SafetensorsFile.read(weights.get(tensor).file()).readDoubles(tensor);
                assertThat(relativeDifference(found, wanted)).as(tensor).isLessThan(1e-5);
            }
            try (LanguageModel pruned = dense.variant(new Variant(KEPT, weights))) {
                assertLogits(pruned, tokens, expected.readDoubles(method + ".pruned_logits"));
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
        LinearMaps maps = Refits.maps(dense.architecture(), step);
        LanguageModel pruned = dense.variant(new Variant(KEPT, weights));
        try (RefitGatherer gatherer = new RefitGatherer(dense, pruned, step, maps, false)) {
            gatherer.add(batch);
            Solution change = new LeastSquares(new EjmlAlgebra())
                    .solve(gatherer.statistics().get(0), new RidgeSetting.Relative(0.1));
            assertThat(change.relativeResidual()).isBetween(0.0, 1.0);
            Map<String, TensorInfo> former = new LinkedHashMap<>();
            maps.weights().forEach(weight -> former.put(weight, checkpoint.tensor(weight)));
            maps.bias().ifPresent(bias -> former.put(bias, checkpoint.tensor(bias)));
            Path file = temp.resolve(step + ".safetensors");
            new NewWeights(step.map(), maps, former).write(file, change.transform(), new EjmlAlgebra());
            return SafetensorsFile.read(file).tensors();
        }
    }

    private static Set<String> names(SafetensorsFile expected, String method) {
        return expected.tensors().keySet().stream()
                .filter(name -> name.startsWith(method + ".") && !name.endsWith("pruned_logits"))
                .map(name -> name.substring(method.length() + 1))
                .collect(Collectors.toSet());
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
