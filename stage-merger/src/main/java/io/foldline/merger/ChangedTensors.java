package io.foldline.merger;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.model.Architecture;
import io.foldline.model.ResidualStream;
import io.foldline.model.ScaleTarget;
import io.foldline.passes.fold.FoldedTensors;
import io.foldline.pruning.Cut;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The tensors of a dense checkpoint with changes made: replaced, then transformed or merged, then scaled. Weights are read when written. */
final class ChangedTensors {
    private final Checkpoint dense;
    private final Architecture architecture;
    private final Map<String, TensorInfo> replaced = new HashMap<>();
    private final Map<String, OutputTensor.Values> transformed = new HashMap<>();
    private final Map<String, UnaryOperator<OutputTensor.Values>> scaled = new HashMap<>();

    /**
     * @throws InputException if the checkpoint lacks a tensor that takes a transform, a tensor differs in dtype or shape
     *     from what it replaces or is merged with, or the residual stream cannot be scaled
     */
    ChangedTensors(Checkpoint dense, Architecture architecture, List<Change> changes) {
        this.dense = dense;
        this.architecture = architecture;
        for (Change change : changes) {
            if (change instanceof Change.Weights weights) {
                weights.replaced().forEach(this::replace);
            }
        }
        for (Change change : changes) {
            if (change instanceof Change.Transform transform) {
                transform(transform);
            } else if (change instanceof Change.Scale scale) {
                scale(scale);
            } else if (change instanceof Change.Collapse collapse) {
                collapse(collapse.cut());
            }
        }
    }

    private void replace(String name, TensorInfo tensor) {
        requireAlike(dense.tensor(name), tensor);
        replaced.put(name, tensor);
    }

    private static void requireAlike(TensorInfo former, TensorInfo tensor) {
        if (former.dtype() != tensor.dtype() || !former.shape().equals(tensor.shape())) {
            throw new InputException("%s: tensor '%s' is %s of shape %s, expected %s of shape %s as in %s"
                    .formatted(
                            tensor.file(),
                            tensor.name(),
                            tensor.dtype(),
                            tensor.shape(),
                            former.dtype(),
                            former.shape(),
                            former.file()));
        }
    }

    private void transform(Change.Transform transform) {
        FoldedTensors.of(name -> stored(dense.tensor(name)), architecture, transform.block(), transform.source())
                .forEach(tensor -> transformed.put(tensor.spec().name(), tensor.values()));
    }

    private void scale(Change.Scale scale) {
        for (ScaleTarget target : new ResidualStream(architecture).targets(scale.block(), scale.mlp())) {
            scaled.merge(
                    target.tensor(),
                    values -> new ScaledValues(values, target, scale.factor()),
                    (first, next) -> values -> next.apply(first.apply(values)));
        }
    }

    private void collapse(Cut cut) {
        architecture.requireAlike(cut.kept(), cut.last());
        List<Integer> removed =
                IntStream.rangeClosed(cut.first(), cut.last()).boxed().toList();
        String prefix = architecture.blockPrefix(cut.kept());
        for (TensorInfo kept : dense.tensors().values()) {
            if (kept.name().startsWith(prefix) && kept.dtype().isWeight()) {
                String rest = kept.name().substring(prefix.length());
                List<TensorInfo> others = removed.stream()
                        .map(block -> dense.tensor(architecture.blockPrefix(block) + rest))
                        .toList();
                others.forEach(other -> requireAlike(kept, other));
                transformed.put(kept.name(), new CollapsedValues(kept, others));
            }
        }
    }

    private TensorInfo stored(TensorInfo tensor) {
        return replaced.getOrDefault(tensor.name(), tensor);
    }

    /**
     * A tensor of the dense checkpoint as it is to be.
     *
     * @param name name in the new checkpoint
     */
    OutputTensor output(String name, TensorInfo tensor) {
        TensorInfo stored = stored(tensor);
        UnaryOperator<OutputTensor.Values> scaling = scaled.get(tensor.name());
        OutputTensor.Values values = transformed.get(tensor.name());
        if (values == null && scaling == null) {
            return new OutputTensor.Copied(name, stored);
        }
        OutputTensor.Values whole = values == null ? new StoredValues(stored) : values;
        return new OutputTensor.Computed(
                new TensorSpec(name, tensor.dtype(), tensor.shape()), scaling == null ? whole : scaling.apply(whole));
    }
}
