package io.foldline.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells by which method the weights of a checkpoint are quantized: by what {@code config.json} says and, where it says
 * nothing, by names and dtypes of tensors. A transform cannot be folded into weights of a few bits without losing what it
 * repairs, so such checkpoints are refused.
 */
final class Quantization {
    private static final List<String> KEYS = List.of("quantization_config", "compression_config");

    /** Configurations of a part of a model. */
    private static final List<String> PARTS = List.of("text_config", "llm_config", "language_config", "vision_config");

    /** Methods by {@code quant_method}, spelled as their makers do. */
    private static final Map<String, String> METHODS = Map.ofEntries(
            Map.entry("gptq", "GPTQ"),
            Map.entry("awq", "AWQ"),
            Map.entry("bitsandbytes", "bitsandbytes"),
            Map.entry("compressed-tensors", "compressed-tensors"),
            Map.entry("fp8", "FP8"),
            Map.entry("fbgemm_fp8", "FBGEMM FP8"),
            Map.entry("mxfp4", "MXFP4"),
            Map.entry("hqq", "HQQ"),
            Map.entry("aqlm", "AQLM"),
            Map.entry("quanto", "Quanto"),
            Map.entry("torchao", "torchao"),
            Map.entry("eetq", "EETQ"),
            Map.entry("bitnet", "BitNet"));

    private Quantization() {}

    /** @throws InvalidCheckpointException if the weights are quantized; the message names the method */
    static void refuse(ModelConfig config, Map<String, TensorInfo> tensors) {
        Optional<String> declared = declared(config.json());
        if (declared.isPresent()) {
            throw refusal(config, declared.get(), "as its config.json says");
        }
        // What lies beside the weights tells more than their dtype, wherever it stands.
        refuse(config, tensors, tensor -> byName(tensor, tensors));
        refuse(config, tensors, Quantization::byDtype);
    }

    private static void refuse(
            ModelConfig config, Map<String, TensorInfo> tensors, Function<TensorInfo, @Nullable String> methods) {
        for (TensorInfo tensor : tensors.values()) {
            String method = methods.apply(tensor);
            if (method != null) {
                throw refusal(
                        config, method, "as tensor '%s' of dtype %s shows".formatted(tensor.name(), tensor.dtype()));
            }
        }
    }

    private static InvalidCheckpointException refusal(ModelConfig config, String method, String evidence) {
        return new InvalidCheckpointException(
                config.file().resolveSibling(""),
                "the weights are quantized by %s, %s; expected F32, BF16 or F16: use the checkpoint that it was made from, prune that and quantize the result"
                        .formatted(method, evidence));
    }

    private static Optional<String> declared(JsonNode config) {
        for (String key : KEYS) {
            JsonNode settings = config.path(key);
            if (settings instanceof ObjectNode && !settings.isEmpty()) {
                return Optional.of(name(settings));
            }
        }
        return PARTS.stream()
                .map(config::path)
                .filter(JsonNode::isObject)
                .map(Quantization::declared)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String name(JsonNode settings) {
        JsonNode method = settings.path("quant_method");
        if (method.isTextual()) {
            String name = method.asText();
            return METHODS.getOrDefault(name.toLowerCase(Locale.ROOT), "'" + name + "'");
        }
        // Older files name only what they load with.
        if (settings.has("load_in_4bit") || settings.has("load_in_8bit")) {
            return "bitsandbytes";
        }
        if (settings.has("desc_act")) {
            return "GPTQ";
        }
        return settings.has("zero_point") ? "AWQ" : "a method that is not named";
    }

    private static @Nullable String byName(TensorInfo tensor, Map<String, TensorInfo> tensors) {
        String name = tensor.name();
        String layer = name.substring(0, name.lastIndexOf('.') + 1);
        if (name.endsWith(".qweight")) {
            return tensors.containsKey(layer + "g_idx") ? "GPTQ" : "AWQ or GPTQ";
        }
        if (name.endsWith(".weight.absmax") || name.contains(".weight.quant_state.") || name.endsWith(".SCB")) {
            return "bitsandbytes";
        }
        if (name.endsWith(".weight_packed")) {
            return "compressed-tensors";
        }
        return name.endsWith("_blocks") && tensor.dtype() == DType.U8 ? "MXFP4" : null;
    }

    private static @Nullable String byDtype(TensorInfo tensor) {
        if (!tensor.name().endsWith(".weight")) {
            return null;
        }
        return switch (tensor.dtype()) {
            case F8_E4M3, F8_E5M2, F8_E4M3FNUZ, F8_E5M2FNUZ, F8_E8M0 -> "FP8";
            case U8, I8, I32 -> "packing integers";
            default -> null;
        };
    }
}
