package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checkpoints that transformers wrote. */
class CheckpointTest {
    @Test
    void opensASmallLlama() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(Fixtures.path("fixtures/architectures/llama-gqa"));
        assertThat(checkpoint.config().modelType()).isEqualTo("llama");
        TensorInfo down = checkpoint.tensor("model.layers.2.mlp.down_proj.weight");
        assertThat(down.shape()).isEqualTo(List.of(64L, 160L));
        assertThat(down.dtype()).isEqualTo(DType.F32);
        assertThat(checkpoint.parameters() * Float.BYTES).isEqualTo(checkpoint.weightBytes());
    }

    @Test
    void readsBfloat16AndRanges() throws IOException {
        Checkpoint demo = Checkpoint.open(Fixtures.path("models/demo"));
        TensorInfo embedding = demo.tensor("model.embed_tokens.weight");
        double[] all = TensorReader.doubles(embedding);
        float[] rows = TensorReader.floats(embedding, 192 * 7, 192 * 3);
        assertThat(all).hasSize(4096 * 192);
        for (int i = 0; i < rows.length; i++) {
            assertThat((double) rows[i]).isEqualTo(all[192 * 7 + i]);
        }
    }

    @Test
    void readsFloat64() throws IOException {
        Path file = Fixtures.path("fixtures/architectures/llama-gqa/golden_fold.safetensors");
        SafetensorsFile fold = SafetensorsFile.read(file);
        assertThat(fold.readDoubles("transform")).hasSize(64 * 64);
        assertThat(fold.readDoubles("ridge")[0]).isCloseTo(0, within(1.0)).isPositive();
    }
}
