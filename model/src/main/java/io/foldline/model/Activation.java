package io.foldline.model;

import io.foldline.checkpoint.InputException;

/** Activation functions of an MLP. */
public enum Activation {
    /** Sigmoid linear unit (Elfwing et al., arXiv:1702.03118). */
    SILU,
    /** Gaussian error linear unit with the exact error function (Hendrycks and Gimpel, arXiv:1606.08415). */
    GELU,
    /** The same with the tanh approximation. */
    GELU_TANH,
    /** {@code x σ(1.702 x)}, an approximation of the first Gaussian one. */
    QUICK_GELU,
    /** Rectified linear unit. */
    RELU;

    /**
     * Finds an activation by its name in {@code config.json}.
     *
     * @param key the key it stood at, for the message
     * @throws InputException when it is none of the known names
     */
    static Activation named(String name, String key) {
        return switch (name) {
            case "silu", "swish" -> SILU;
            case "gelu" -> GELU;
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> GELU_TANH;
            case "quick_gelu" -> QUICK_GELU;
            case "relu" -> RELU;
            default ->
                throw new InputException("config.json: %s is '%s', which is not supported; supported: %s"
                        .formatted(
                                key,
                                name,
                                "silu, swish, gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, quick_gelu, relu"));
        };
    }
}
