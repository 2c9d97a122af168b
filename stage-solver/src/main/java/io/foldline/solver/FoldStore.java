package io.foldline.solver;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.DType;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.event.ArtifactReference;
import io.foldline.event.BlockMap;
import io.foldline.event.Fold;
import io.foldline.event.FoldContent;
import io.foldline.event.SolveTask;
import io.foldline.model.Architecture;
import io.foldline.passes.CutRounds;
import io.foldline.passes.Plans;
import io.foldline.passes.fold.FoldedTensors;
import io.foldline.passes.fold.StoredTransform;
import io.foldline.pruning.RefitStep;
import io.foldline.pruning.TransformKind;
import io.foldline.stage.ArtifactStore;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.ejml.data.DMatrixRMaj;

/**
 * Stores what a task has solved for.
 *
 * @param kept the block in front of the cut of the task
 */
record FoldStore(SolveTask task, int kept, ArtifactStore artifacts) {
    /** A transform, a factor, or both, by the method. */
    List<Fold> transform(Solution solution) throws IOException {
        TransformKind kind = Plans.method(task.getRequest(), task.getPlan()).transform();
        List<Fold> folds = new ArrayList<>();
        if (kind.maps()) {
            ArtifactReference transform = store(solution.transform());
            folds.add(fold(kept, transform, solution, BlockMap.MLP_OUTPUT, FoldContent.TRANSFORM));
        }
        if (kind.scales()) {
            BlockMap upTo = kind.maps() ? BlockMap.ATTENTION_OUTPUT : BlockMap.MLP_OUTPUT;
            ArtifactReference factor = store(new DMatrixRMaj(new double[][] {{solution.factor()}}));
            Fold scale = fold(kept, factor, solution, upTo, FoldContent.SCALE);
            scale.setFactor(solution.factor());
            folds.add(scale);
        }
        return folds;
    }

    /** New weights: those of a step, changed. */
    Fold weights(RefitStep step, Solution change, DenseAlgebra algebra) throws IOException {
        BlockMap map = BlockMap.valueOf(step.map().name());
        ArtifactReference weights = artifacts.put(name(), file -> {
            if (map == BlockMap.FINAL_NORM) {
                NewGain.of(task.getRequest(), artifacts).write(file, change.transform());
            } else {
                NewWeights.of(task.getRequest(), step, artifacts).write(file, change.transform(), algebra);
            }
        });
        return fold(step.block(), weights, change, map, FoldContent.WEIGHTS);
    }

    private ArtifactReference store(DMatrixRMaj matrix) throws IOException {
        List<OutputTensor.Computed> tensors = new ArrayList<>();
        tensors.add(new OutputTensor.Computed(
                new TensorSpec(StoredTransform.NAME, DType.F64, List.of((long) matrix.numRows, (long) matrix.numCols)),
                sink -> sink.write(matrix.data)));
        if (CutRounds.isSeen(task.getRequest(), task.getPlan())) {
            Path folder = Place.of(task.getRequest().getModel()).checkpoint();
            Checkpoint dense = Checkpoint.open(folder);
            tensors.addAll(FoldedTensors.of(dense::tensor, Architecture.of(dense), kept, () -> matrix));
        }
        return artifacts.put(name(), file -> SafetensorsWriter.writeComputed(file, Map.of(), tensors));
    }

    private static Fold fold(
            int block, ArtifactReference stored, Solution solution, BlockMap map, FoldContent content) {
        return Fold.newBuilder()
                .setBlock(block)
                .setTransform(stored)
                .setRidge(solution.ridge())
                .setRelativeResidual(solution.relativeResidual())
                .setMap(map)
                .setContent(content)
                .build();
    }

    /**
     * Of its own for each attempt: another one, on other hardware, may round differently and must not overwrite it. Not
     * among the files of a run, since later runs may use it too.
     */
    private static String name() {
        return "transforms/%s.safetensors".formatted(UUID.randomUUID());
    }
}
