package io.foldline.model;

import java.util.List;

/**
 * A model family, declared: how its configuration and tensors are spelled and which kind each part of its blocks is.
 *
 * @param modelType {@code model_type} in {@code config.json}
 * @param classes what {@code architectures} may hold, compared without case
 * @param norm kind of all norms
 * @param position how tokens learn where they stand
 * @param mlp kind of the MLP
 * @param attentionBiasKey flag: query, key, value and output projections have a bias
 * @param mlpBiasKey flag: the MLP's projections have a bias
 * @param perLayerKeys keys whose value, where present, is a list with one entry a block
 * @param refusedKeys keys that, where not null, ask for a computation that is not implemented
 */
public record Family(
        String modelType,
        List<String> classes,
        ConfigKeys keys,
        TensorNames tensors,
        Norm norm,
        Position position,
        Mlp mlp,
        String attentionBiasKey,
        String mlpBiasKey,
        List<String> perLayerKeys,
        List<String> refusedKeys) {

    /** Kinds of norm. */
    public enum Norm {
        /** Root mean square, computed in float32 (Zhang and Sennrich, arXiv:1910.07467). */
        RMS
    }

    /** Kinds of position encoding. */
    public enum Position {
        /** Rotation of queries and keys; halves, not pairs. */
        ROTARY
    }

    /** Kinds of MLP. */
    public enum Mlp {
        /** {@code down(act(gate(x)) * up(x))} (Shazeer, arXiv:2002.05202). */
        GATED
    }
}
