package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import io.foldline.model.FoldTarget.How;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode config() {
        return object("""
                {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 64,
                 "intermediate_size": 160, "num_hidden_layers": 6, "num_attention_heads": 4, "vocab_size": 512,
                 "num_key_value_heads": 2, "max_position_embeddings": 256, "rms_norm_eps": 1e-5, "hidden_act": "silu"}""");
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsSizes() {
        Architecture architecture = Architecture.of(config());
        assertThat(architecture.modelType()).isEqualTo("llama");
        assertThat(architecture.blocks()).isEqualTo(6);
        assertThat(architecture.width()).isEqualTo(64);
        assertThat(architecture.attention().headWidth()).isEqualTo(16);
        assertThat(architecture.attention().keyValueHeads()).isEqualTo(2);
        assertThat(architecture.maxPositions()).isEqualTo(256);
        assertThat(architecture.normEpsilon()).isEqualTo(1e-5);
        assertThat(architecture.tiedHead()).isFalse();
        assertThat(architecture.ropes()).containsExactly(new Rope.Default(10_000));
    }

    @Test
    void absentKeysTakeTheDefaultsOfTransformers() {
        ObjectNode config = config();
        config.remove(List.of("num_key_value_heads", "max_position_embeddings", "rms_norm_eps", "hidden_act"));
        config.putNull("rope_scaling").putNull("head_dim");
        Architecture architecture = Architecture.of(config);
        assertThat(architecture.attention().keyValueHeads()).isEqualTo(4);
        assertThat(architecture.maxPositions()).isEqualTo(2048);
        assertThat(architecture.normEpsilon()).isEqualTo(1e-6);
        assertThat(architecture.activation()).isEqualTo(Activation.SILU);
    }

    @Test
    void bothSpellingsOfRopeAreOne() {
        ObjectNode old = config().put("rope_theta", 500_000);
        old.set("rope_scaling", object("""
                {"type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4,
                 "original_max_position_embeddings": 64}"""));
        ObjectNode current = config();
        current.set("rope_parameters", object("""
                {"rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0,
                 "high_freq_factor": 4.0, "original_max_position_embeddings": 64}"""));
        assertThat(Architecture.of(old).ropes())
                .isEqualTo(Architecture.of(current).ropes())
                .containsExactly(new Rope.Llama3(500_000, 8, 1, 4, 64));
    }

    @Test
    void foldsIntoTheLastLinearOfTheMlp() {
        FoldTarget weight = new FoldTarget("model.layers.3.mlp.down_proj.weight", How.OUTPUTS);
        assertThat(Architecture.of(config()).foldTargets(3)).containsExactly(weight);
        assertThat(Architecture.of(config().put("mlp_bias", true)).foldTargets(3))
                .containsExactly(weight, new FoldTarget("model.layers.3.mlp.down_proj.bias", How.OUTPUTS));
    }

    @Test
    void headWidthIsIndependentOfWidth() {
        Architecture architecture = Architecture.of(config().put("head_dim", 32));
        assertThat(architecture.blockTensors(0))
                .contains(
                        TensorSpec.of("self_attn.q_proj.weight", 128, 64),
                        TensorSpec.of("self_attn.k_proj.weight", 64, 64),
                        TensorSpec.of("self_attn.o_proj.weight", 64, 128));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "vocab_size"})
    void missingKeysAreNamed(String key) {
        ObjectNode config = config();
        config.remove(key);
        assertThatThrownBy(() -> Architecture.of(config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(key);
    }

    @Test
    void unknownArchitecturesAreNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> Architecture.of(config().put("model_type", "perceiver")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "unknown architecture 'perceiver' (model_type in config.json); known: clip, falcon, gemma, ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemma | {\"hidden_act\": \"relu\"} | hidden_act",
                "gemma2 | {\"use_bidirectional_attention\": true} | use_bidirectional_attention",
                "falcon | {\"alibi\": true} | alibi",
                "phi | {\"qk_layernorm\": true} | qk_layernorm",
                "opt | {\"do_layer_norm_before\": false} | do_layer_norm_before",
                "gpt2 | {\"scale_attn_by_inverse_layer_idx\": true} | scale_attn_by_inverse_layer_idx",
                "qwen2_moe | {\"use_sliding_window\": true} | use_sliding_window",
                "qwen3_moe | {\"num_experts_per_tok\": 9, \"num_experts\": 4} | num_experts_per_tok",
                "qwen3 | {\"partial_rotary_factor\": 0.5} | partial_rotary_factor",
                "olmo2 | {\"sliding_window\": 8} | sliding_window",
                "smollm3 | {\"no_rope_layers\": [1, 1]} | no_rope_layers",
            })
    void whatAFamilyDoesNotComputeIsRefused(String modelType, String change, String named) {
        ObjectNode config = config();
        config.remove("architectures");
        config.put("model_type", modelType).put("n_layer", 6).put("n_embd", 64).put("n_head", 4);
        config.put("ffn_dim", 64);
        config.setAll(object(change));
        assertThatThrownBy(() -> Architecture.of(config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"quantization_config\": {\"quant_method\": \"gptq\"}} | gptq",
                "{\"sliding_window\": 16} | sliding_window is 16",
                "{\"num_hidden_layers\": 2, \"layer_types\": [\"full_attention\", \"sliding_attention\"]} | sliding_attention",
                "{\"layer_types\": [\"full_attention\"]} | layer_types has 1 entries",
                "{\"hidden_act\": \"relu6\"} | relu6",
                "{\"rope_scaling\": {\"rope_type\": \"proportional\", \"factor\": 4}} | rope type 'proportional'",
                "{\"rope_parameters\": {\"rope_type\": \"linear\"}} | rope_parameters.factor",
                "{\"rope_parameters\": {\"full_attention\": {\"rope_type\": \"default\"}}} | layer to layer",
                "{\"partial_rotary_factor\": 0.5} | partial_rotary_factor",
                "{\"auto_map\": {\"AutoModelForCausalLM\": \"modeling.X\"}} | auto_map",
                "{\"architectures\": [\"LlamaForSequenceClassification\"]} | LlamaForSequenceClassification",
                "{\"num_key_value_heads\": 3} | num_key_value_heads",
                "{\"hidden_size\": \"64\"} | hidden_size",
                "{\"hidden_size\": 66} | hidden_size",
                "{\"num_hidden_layers\": 0} | num_hidden_layers",
                "{\"head_dim\": 15} | 15",
                "{\"attention_bias\": \"yes\"} | attention_bias",
            })
    void whatWouldBeComputedWronglyIsRefused(String change, String named) {
        ObjectNode config = config();
        config.setAll(object(change));
        assertThatThrownBy(() -> Architecture.of(config))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(named);
    }
}
