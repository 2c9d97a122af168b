package io.foldline.merger;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.InvalidCheckpointException;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.model.Architecture;
import io.foldline.passes.fold.FoldedTensors;
import io.foldline.passes.fold.TransformSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pruned checkpoint as a draft: removed blocks left out, later ones renumbered, transforms folded into the blocks that
 * stay, configuration to match. It has no parameter that the dense model lacks, so whatever loads that loads it.
 */
public final class PrunedCheckpoint {
    private final Checkpoint dense;
    private final Architecture architecture;
    private final BlockNumbering numbering;
    private final Map<String, OutputTensor.Values> folded;
    private final Map<String, TensorInfo> replaced;

    private PrunedCheckpoint(
            Checkpoint dense,
            Architecture architecture,
            BlockNumbering numbering,
            Map<String, OutputTensor.Values> folded,
            Map<String, TensorInfo> replaced) {
        this.dense = dense;
        this.architecture = architecture;
        this.numbering = numbering;
        this.folded = folded;
        this.replaced = replaced;
    }

    /** Drafts a pruned checkpoint in which nothing is replaced. */
    public static CheckpointDraft draft(Checkpoint dense, List<Integer> removed, Map<Integer, TransformSource> folds) {
        return draft(dense, removed, folds, Map.of());
    }

    /**
     * Drafts the pruned checkpoint; weights are read when it is written.
     *
     * @param removed indices, in the dense model, of the blocks that go
     * @param folds transform by index, in the dense model, of the block that takes it
     * @param replaced tensors to be put in place of others, by the names of those in the dense model
     * @throws InputException if blocks are out of range, none would be left, a fold goes into a removed one, the
     *     checkpoint lacks a tensor that takes a transform, or a tensor differs in dtype or shape from what it replaces
     */
    public static CheckpointDraft draft(
            Checkpoint dense,
            List<Integer> removed,
            Map<Integer, TransformSource> folds,
            Map<String, TensorInfo> replaced) {
        Architecture architecture = Architecture.of(dense);
        BlockNumbering numbering = new BlockNumbering(architecture.blocks(), removed);
        Map<String, OutputTensor.Values> folded = new HashMap<>();
        folds.forEach((block, transform) -> {
            if (!numbering.keeps(block)) {
                throw new InputException("a transform is to be folded into block %d, which is not kept; kept are %s"
                        .formatted(block, numbering.kept()));
            }
            FoldedTensors.of(dense, architecture, block, transform)
                    .forEach(tensor -> folded.put(tensor.spec().name(), tensor.values()));
        });
        replaced.forEach((name, tensor) -> requireAlike(dense.tensor(name), tensor));
        return new PrunedCheckpoint(dense, architecture, numbering, folded, replaced).draft();
    }

    private CheckpointDraft draft() {
        List<OutputTensor> tensors = new ArrayList<>();
        for (TensorInfo tensor : dense.tensors().values()) {
            if (!tensor.name().startsWith(architecture.blockPrefix())) {
                tensors.add(output(tensor.name(), tensor));
                continue;
            }
            int block = block(tensor);
            if (numbering.keeps(block)) {
                String rest =
                        tensor.name().substring(architecture.blockPrefix(block).length());
                tensors.add(output(architecture.blockPrefix(numbering.renumbered(block)) + rest, tensor));
            }
        }
        return new CheckpointDraft(dense, PrunedConfig.of(dense.config(), architecture, numbering), tensors, Map.of());
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

    private OutputTensor output(String name, TensorInfo tensor) {
        OutputTensor.Values values = folded.get(tensor.name());
        return values == null
                ? new OutputTensor.Copied(name, replaced.getOrDefault(tensor.name(), tensor))
                : new OutputTensor.Computed(new TensorSpec(name, tensor.dtype(), tensor.shape()), values);
    }

    private int block(TensorInfo tensor) {
        String rest = tensor.name().substring(architecture.blockPrefix().length());
        String number = rest.substring(0, Math.max(rest.indexOf('.'), 0));
        if (!number.matches("\\d{1,6}") || Integer.parseInt(number) >= numbering.blocks()) {
            throw new InvalidCheckpointException(
                    tensor.file(),
                    "tensor '%s' belongs to none of the %d blocks that config.json names; get the checkpoint again"
                            .formatted(tensor.name(), numbering.blocks()));
        }
        return Integer.parseInt(number);
    }
}
