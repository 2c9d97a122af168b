package io.foldline.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foldline.calibrator.ReadoutGatherer;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.NormGain;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
import io.foldline.passes.Refits;
import io.foldline.pruning.BlockMap;
import io.foldline.pruning.Cut;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.PruningPlan;
import io.foldline.pruning.RefitStep;
import io.foldline.pruning.RidgeSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The norm in front of the head behind the cut 2:2 of random checkpoints, against what transformers' probabilities give. */
class ReadoutOracleTest {
    private static final PruningPlan PLAN = new PruningPlan(6, List.of(new Cut(2, 2)));

    @TempDir
    Path temp;

    /** RMS; logits divided; a gain stored less 1; LayerNorm with bias; a head with bias. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-yarn", "granite", "gemma", "gpt2-bare", "opt-bare", "phi"})
    void meetsTheProbabilitiesOfTheDenseModel(String name) throws IOException {
        GoldenFold golden = GoldenFold.of("fixtures/families/" + name);
        TokenBatch tokens = new TokenBatch(golden.ids());
        SampleBatch batch = new SampleBatch(
                tokens, IntStream.range(0, tokens.size()).boxed().toList());
        List<RefitStep> steps = PruningMethods.AUTO.steps(PLAN, Map.of()).stream()
                .filter(step -> step.map() == BlockMap.FINAL_NORM)
                .toList();
        Checkpoint checkpoint = Checkpoint.open(golden.folder());
        Map<String, TensorInfo> weights = new HashMap<>();
        try (LanguageModel dense = LanguageModel.load(checkpoint, ComputeOptions.parse("cpu", "f32"))) {
            NormGain norm = Refits.finalNorm(dense.architecture());
            for (int round = 0; round < steps.size(); round++) {
                LanguageModel pruned = dense.variant(new Variant(List.of(0, 1, 2, 5), weights));
                try (ReadoutGatherer gatherer = new ReadoutGatherer(dense, pruned, steps.get(round), norm, false)) {
                    gatherer.add(batch);
                    Solution change = new LeastSquares(new EjmlAlgebra())
                            .solve(gatherer.statistics().get(0), new RidgeSetting.Relative(0.1));
                    Map<String, TensorInfo> former =
                            new HashMap<>(Map.of(norm.weight(), checkpoint.tensor(norm.weight())));
                    norm.bias().ifPresent(bias -> former.put(bias, checkpoint.tensor(bias)));
                    former.putAll(weights);
                    Path file = temp.resolve(round + ".safetensors");
                    new NewGain(norm, former).write(file, change.transform());
                    weights.putAll(SafetensorsFile.read(file).tensors());
                }
            }
        }
        SafetensorsFile expected = SafetensorsFile.read(golden.folder().resolve("golden_readout.safetensors"));
        assertThat(weights.keySet()).isEqualTo(expected.tensors().keySet());
        for (String tensor : weights.keySet()) {
            double[] wanted = expected.readDoubles(tensor);
            double[] found = SafetensorsFile.read(weights.get(tensor).file()).readDoubles(tensor);
            for (int i = 0; i < wanted.length; i++) {
                assertThat(found[i]).as("%s[%d]", tensor, i).isCloseTo(wanted[i], within(1e-4));
            }
        }
    }
}
