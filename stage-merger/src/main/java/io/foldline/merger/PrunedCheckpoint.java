package io.foldline.merger;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.InvalidCheckpointException;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.model.Architecture;
import io.foldline.passes.fold.TransformSource;
import java.util.ArrayList;
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
    private final ChangedTensors changed;

    private PrunedCheckpoint(
            Checkpoint dense, Architecture architecture, BlockNumbering numbering, ChangedTensors changed) {
        this.dense = dense;
        this.architecture = architecture;
        this.numbering = numbering;
        this.changed = changed;
    }

    /** Drafts a pruned checkpoint in which transforms are all that is changed, by index of the block that takes them. */
    public static CheckpointDraft draft(Checkpoint dense, List<Integer> removed, Map<Integer, TransformSource> folds) {
        List<Change> changes = new ArrayList<>();
        folds.forEach((block, transform) -> changes.add(new Change.Transform(block, transform)));
        return draft(dense, removed, changes);
    }

    /**
     * Drafts the pruned checkpoint; weights are read when it is written.
     *
     * @param removed indices, in the dense model, of the blocks that go
     * @param changes what makes up for them
     * @throws InputException if blocks are out of range, none would be left, a change is to a removed one, the checkpoint
     *     lacks a tensor that takes a transform, a tensor differs in dtype or shape from what it replaces, or the residual
     *     stream of the model cannot be scaled
     */
    public static CheckpointDraft draft(Checkpoint dense, List<Integer> removed, List<Change> changes) {
        Architecture architecture = Architecture.of(dense);
        BlockNumbering numbering = new BlockNumbering(architecture.blocks(), removed);
        for (Change change : changes) {
            if (change instanceof Change.Transform transform) {
                requireKept(numbering, transform.block(), "a transform is to be folded into");
            } else if (change instanceof Change.Scale scale) {
                requireKept(numbering, scale.block(), "the residual stream is to be scaled up to");
            } else if (change instanceof Change.Collapse collapse) {
                requireKept(numbering, collapse.cut().kept(), "removed blocks are to be merged into");
            }
        }
        return new PrunedCheckpoint(dense, architecture, numbering, new ChangedTensors(dense, architecture, changes))
                .draft();
    }

    private static void requireKept(BlockNumbering numbering, int block, String what) {
        if (!numbering.keeps(block)) {
            throw new InputException(
                    "%s block %d, which is not kept; kept are %s".formatted(what, block, numbering.kept()));
        }
    }

    private CheckpointDraft draft() {
        List<OutputTensor> tensors = new ArrayList<>();
        for (TensorInfo tensor : dense.tensors().values()) {
            if (!tensor.name().startsWith(architecture.blockPrefix())) {
                tensors.add(changed.output(tensor.name(), tensor));
                continue;
            }
            int block = block(tensor);
            if (numbering.keeps(block)) {
                String rest =
                        tensor.name().substring(architecture.blockPrefix(block).length());
                tensors.add(changed.output(architecture.blockPrefix(numbering.renumbered(block)) + rest, tensor));
            }
        }
        return new CheckpointDraft(dense, PrunedConfig.of(dense.config(), architecture, numbering), tensors, Map.of());
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
