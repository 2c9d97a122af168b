package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration of pruned models: blocks 0, 1, 2 and 5 of six. */
class KeptBlocksTest {
    private static final List<Integer> KEPT = List.of(0, 1, 2, 5);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mistral-window | {'num_hidden_layers': 4}",
                "gpt2-wide | {'n_layer': 4}",
                // Every second block's attention is full.
                "gemma2 | {'num_hidden_layers': 4, 'layer_types': ['sliding_attention', 'full_attention', 'sliding_attention', 'full_attention']}",
                // Every sixth block's attention is full.
                "gemma3 | {'num_hidden_layers': 4, 'layer_types': ['sliding_attention', 'sliding_attention', 'sliding_attention', 'full_attention']}",
                // Blocks 2 to 5 slide.
                "qwen2-window | {'num_hidden_layers': 4, 'layer_types': ['full_attention', 'full_attention', 'sliding_attention', 'sliding_attention'], 'max_window_layers': 2}",
                // Every second block has experts: 1, 3 and 5.
                "qwen2-moe | {'num_hidden_layers': 4, 'layer_types': ['full_attention', 'full_attention', 'full_attention', 'full_attention'], 'decoder_sparse_step': 1, 'mlp_only_layers': [0, 2]}",
                // Blocks 1 and 4 have none.
                "qwen3-moe-mixed | {'num_hidden_layers': 4, 'decoder_sparse_step': 1, 'mlp_only_layers': [1]}",
                // Every third block is not rotated: 2 and 5.
                "smollm3 | {'num_hidden_layers': 4, 'no_rope_layers': [1, 1, 0, 0]}",
            })
    void keepTheirKinds(String model, String expected) throws IOException {
        JsonNode config = Checkpoint.open(Fixtures.path("fixtures/families/" + model))
                .config()
                .json();
        Map<String, JsonNode> found =
                new LinkedHashMap<>(Architecture.of(config).keeping(config, KEPT));
        assertThat(new ObjectMapper().valueToTree(found).toString())
                .isEqualTo(expected.replace('\'', '"').replace(" ", ""));
    }
}
