package io.foldline.model;

import java.util.List;
import java.util.Optional;

/** The families that Foldline computes. */
final class Families {
    private static final Family LLAMA = new Family(
            "llama",
            List.of("LlamaForCausalLM"),
            new ConfigKeys(
                    "num_hidden_layers",
                    "hidden_size",
                    "intermediate_size",
                    "num_attention_heads",
                    "num_key_value_heads",
                    "head_dim",
                    "vocab_size",
                    "max_position_embeddings",
                    "rms_norm_eps",
                    "hidden_act"),
            new TensorNames(
                    "model.embed_tokens",
                    "model.layers.",
                    "input_layernorm",
                    "self_attn.q_proj",
                    "self_attn.k_proj",
                    "self_attn.v_proj",
                    "self_attn.o_proj",
                    "post_attention_layernorm",
                    "mlp.gate_proj",
                    "mlp.up_proj",
                    "mlp.down_proj",
                    "model.norm",
                    "lm_head"),
            Family.Norm.RMS,
            Family.Position.ROTARY,
            Family.Mlp.GATED,
            "attention_bias",
            "mlp_bias",
            List.of("layer_types"),
            List.of("sliding_window"));

    private static final List<Family> ALL = List.of(LLAMA);

    private Families() {}

    static Optional<Family> find(String modelType) {
        return ALL.stream()
                .filter(family -> family.modelType().equals(modelType))
                .findFirst();
    }

    /** Every known {@code model_type}. */
    static List<String> names() {
        return ALL.stream().map(Family::modelType).toList();
    }
}
