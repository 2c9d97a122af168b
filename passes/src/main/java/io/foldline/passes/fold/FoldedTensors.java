package io.foldline.passes.fold;

import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.model.Architecture;
import io.foldline.model.FoldTarget;
import java.util.List;
import java.util.function.Function;

/** The tensors of a block with a transform of what its MLP adds folded in. */
public final class FoldedTensors {
    private FoldedTensors() {}

    /**
     * All tensors that change, named, shaped and typed as in the checkpoint; computed when they are written.
     *
     * @param tensors by name; those into which the transform goes
     * @param block that takes the transform
     * @throws io.foldline.checkpoint.InvalidCheckpointException if the checkpoint lacks one of them, or it is no weight
     */
    public static List<OutputTensor.Computed> of(
            Function<String, TensorInfo> tensors, Architecture architecture, int block, TransformSource transform) {
        return architecture.foldTargets(block).stream()
                .map(target -> of(tensors.apply(target.tensor()), transform, target.how()))
                .toList();
    }

    private static OutputTensor.Computed of(TensorInfo tensor, TransformSource transform, FoldTarget.How how) {
        OutputTensor.Values values =
                switch (how) {
                    case OUTPUTS -> new FoldedValues(tensor, transform);
                    case TRANSPOSED_OUTPUTS -> new TransposedFoldedValues(tensor, transform);
                    case GAIN -> new GainValues(tensor, transform, 0);
                    case GAIN_MINUS_ONE -> new GainValues(tensor, transform, 1);
                };
        return new OutputTensor.Computed(new TensorSpec(tensor.name(), tensor.dtype(), tensor.shape()), values);
    }
}
