package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.model.torch.TorchEngine;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models with a cut and its transform in place, not written out, against what transformers computes for them. */
class FoldedVariantOracleTest {
    private static final String FOLD = "/golden_fold.safetensors";

    static List<String> models() {
        return Fixtures.languageModels().stream()
                .filter(model -> Fixtures.available(model + FOLD))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("models")
    void logitsAreThoseOfTransformers(String model) throws IOException {
        Path folder = Fixtures.path(model);
        Golden golden = Golden.read(folder);
        SafetensorsFile fold = SafetensorsFile.read(Fixtures.path(model + FOLD));
        TensorInfo transform = fold.tensor("transform");
        try (LanguageModel dense = LanguageModel.load(Checkpoint.open(folder), ComputeOptions.parse("cpu", "f32"));
                LanguageModel pruned = dense.variant(new Variant(List.of(0, 1, 2, 5), Map.of(), Map.of(2, transform)));
                NDManager manager = TorchEngine.newManager(dense.device())) {
            float[] logits = pruned.logits(manager, golden.batch()).toFloatArray();

            assertThat(new Golden(fold, golden.ids(), golden.lengths()).difference("pruned_logits", logits))
                    .isLessThan(1e-4);
        }
    }
}
