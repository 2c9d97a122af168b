package io.foldline.solver;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.event.RunRequested;
import io.foldline.model.Architecture;
import io.foldline.model.OutputMap;
import io.foldline.passes.Refits;
import io.foldline.pruning.RefitStep;
import io.foldline.stage.ArtifactStore;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;

/**
 * The weights of an output map with a change added, in float64 and rounded once to the dtype of the checkpoint.
 *
 * @param map whose weights these are
 * @param former where its tensors lie, by name
 */
record NewWeights(OutputMap map, Map<String, TensorInfo> former) {
    /** What the map of a step has now: weights of a round before this one, or those of the checkpoint. */
    static NewWeights of(RunRequested request, RefitStep step, ArtifactStore artifacts) throws IOException {
        Checkpoint dense = Checkpoint.open(Place.of(request.getModel()).checkpoint());
        OutputMap map = Refits.map(Architecture.of(dense), step);
        Map<String, TensorInfo> solved = Refits.weights(Refits.solved(request), artifacts);
        Map<String, TensorInfo> former = new LinkedHashMap<>();
        former.put(map.weight(), solved.getOrDefault(map.weight(), dense.tensor(map.weight())));
        map.bias().ifPresent(bias -> former.put(bias, solved.getOrDefault(bias, dense.tensor(bias))));
        return new NewWeights(map, former);
    }

    /**
     * Writes them as a new safetensors file, under the names of the checkpoint.
     *
     * @param change ΔWᵀ, inputs × outputs; with a bias, one row more, which is the change of that
     */
    void write(Path file, DMatrixRMaj change) throws IOException {
        Map<TensorSpec, double[]> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, TensorInfo> entry : former.entrySet()) {
            TensorInfo tensor = entry.getValue();
            double[] values = TensorReader.doubles(tensor);
            if (entry.getKey().equals(map.weight())) {
                addTo(values, change);
            } else {
                for (int output = 0; output < values.length; output++) {
                    values[output] += change.get(map.inputs(), output);
                }
            }
            tensors.put(new TensorSpec(entry.getKey(), tensor.dtype(), tensor.shape()), values);
        }
        SafetensorsWriter.writeRounded(file, Map.of(), tensors);
    }

    private void addTo(double[] weight, DMatrixRMaj change) {
        int outputs = change.numCols;
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < map.inputs(); input++) {
                int at = map.transposed() ? input * outputs + output : output * map.inputs() + input;
                weight[at] += change.get(input, output);
            }
        }
    }
}
