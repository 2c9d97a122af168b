package io.foldline.merger;

import io.foldline.checkpoint.TensorInfo;
import io.foldline.passes.fold.TransformSource;
import io.foldline.pruning.Cut;
import java.util.Map;

/** Something that makes up for removed blocks in the tensors of a checkpoint. Blocks are those of the dense model. */
public sealed interface Change {
    /** What the MLP of a block adds is to be that times T. */
    record Transform(int block, TransformSource source) implements Change {}

    /** Tensors are to be put in place of others, by the names of those in the dense model. */
    record Weights(Map<String, TensorInfo> replaced) implements Change {
        public Weights {
            replaced = Map.copyOf(replaced);
        }
    }

    /**
     * The residual stream is to be scaled, from the embedding to behind a block, or behind its attention.
     *
     * @param mlp whether behind the whole block
     * @param factor positive
     */
    record Scale(int block, boolean mlp, double factor) implements Change {}

    /**
     * Every tensor of the kept block gets the sum of its differences from those of the removed ones, {@code θ_i + Σ_k
     * (θ_{i+k} − θ_i)} (Yang et al., LaCo, 2024).
     */
    record Collapse(Cut cut) implements Change {}
}
