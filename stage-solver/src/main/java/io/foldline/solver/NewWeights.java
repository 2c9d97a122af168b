package io.foldline.solver;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.event.RunRequested;
import io.foldline.model.Architecture;
import io.foldline.model.LinearMaps;
import io.foldline.passes.Refits;
import io.foldline.pruning.BlockMap;
import io.foldline.pruning.RefitStep;
import io.foldline.stage.ArtifactStore;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The weights of maps of a block with a change made, in float64 and rounded once to the dtype of the checkpoint.
 *
 * @param kind which maps
 * @param maps whose weights these are
 * @param former where their tensors lie, by name
 */
record NewWeights(BlockMap kind, LinearMaps maps, Map<String, TensorInfo> former) {
    /** What the maps of a step have now: weights of a round before this one, or those of the checkpoint. */
    static NewWeights of(RunRequested request, RefitStep step, ArtifactStore artifacts) throws IOException {
        Checkpoint dense = Checkpoint.open(Place.of(request.getModel()).checkpoint());
        LinearMaps maps = Refits.maps(Architecture.of(dense), step);
        Stream<String> names = Stream.concat(maps.weights().stream(), maps.bias().stream());
        return new NewWeights(step.map(), maps, Refits.current(request, dense, names, artifacts));
    }

    /**
     * Writes them as a new safetensors file, under the names of the checkpoint.
     *
     * @param change for a map that writes ΔWᵀ, inputs × outputs; with a bias, one row more, which is the change of that. For
     *     maps that read P, inputs × inputs: they get to read {@code x + x P}
     */
    void write(Path file, DMatrixRMaj change, DenseAlgebra algebra) throws IOException {
        Map<TensorSpec, double[]> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, TensorInfo> entry : former.entrySet()) {
            TensorInfo tensor = entry.getValue();
            double[] values = TensorReader.doubles(tensor);
            if (!maps.weights().contains(entry.getKey())) {
                for (int output = 0; output < values.length; output++) {
                    values[output] += change.get(maps.inputs(), output);
                }
            } else if (kind.reads()) {
                addProduct(values, change, algebra);
            } else {
                add(values, change);
            }
            tensors.put(new TensorSpec(entry.getKey(), tensor.dtype(), tensor.shape()), values);
        }
        SafetensorsWriter.writeRounded(file, Map.of(), tensors);
    }

    /** {@code W + ΔW}. */
    private void add(double[] weight, DMatrixRMaj change) {
        int outputs = change.numCols;
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < maps.inputs(); input++) {
                int at = maps.transposed() ? input * outputs + output : output * maps.inputs() + input;
                weight[at] += change.get(input, output);
            }
        }
    }

    /** {@code W + W Pᵀ}; stored transposed, {@code Wᵀ + P Wᵀ}. */
    private void addProduct(double[] weight, DMatrixRMaj change, DenseAlgebra algebra) {
        int outputs = weight.length / maps.inputs();
        DMatrixRMaj product = maps.transposed()
                ? algebra.multiply(change, DMatrixRMaj.wrap(maps.inputs(), outputs, weight))
                : algebra.multiply(
                        DMatrixRMaj.wrap(outputs, maps.inputs(), weight), CommonOps_DDRM.transpose(change, null));
        for (int i = 0; i < weight.length; i++) {
            weight[i] += product.data[i];
        }
    }
}
