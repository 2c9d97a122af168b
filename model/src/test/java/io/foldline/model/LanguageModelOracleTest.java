package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.torch.TorchEngine;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden tensors were computed by transformers. */
class LanguageModelOracleTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fixtures/architectures/llama-gqa",
                "fixtures/architectures/llama-mha-tied",
                "fixtures/architectures/llama3-rope",
            })
    void agreesWithTransformers(String fixture) throws IOException {
        Path folder = Fixtures.path(fixture);
        Golden golden = Golden.read(folder);
        List<String> differing = new ArrayList<>();
        double[] worst = {0};
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(folder), CPU);
                NDManager manager = TorchEngine.newManager(model.device())) {
            int last = model.architecture().blocks() - 1;
            model.forward(golden.batch(), last, new BlockTap() {
                @Override
                public void accept(BlockStates states) {
                    check("block_output." + states.block(), states.output());
                    check("mlp_output." + states.block(), states.mlpOutput());
                    NDArray sum = states.residual().add(states.mlpOutput());
                    check("block_output." + states.block(), sum);
                }

                @Override
                public boolean wantsParts(int block) {
                    return true;
                }

                private void check(String name, NDArray found) {
                    double difference = golden.difference(name, found.toFloatArray());
                    worst[0] = Math.max(worst[0], difference);
                    if (!(difference < 1e-5)) {
                        differing.add(name + " by " + difference);
                    }
                }
            });
            NDArray logits = model.logits(manager, golden.batch());
            double difference = golden.difference("logits", logits.toFloatArray());
            worst[0] = Math.max(worst[0], difference);
            assertThat(difference).isLessThan(1e-5);
        }
        assertThat(differing).isEmpty();
        System.out.println(fixture + ": largest difference " + worst[0]);
    }
}
