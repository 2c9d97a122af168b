package io.foldline.solver;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.checkpoint.TensorSpec;
import io.foldline.event.RunRequested;
import io.foldline.model.Architecture;
import io.foldline.model.NormGain;
import io.foldline.passes.Refits;
import io.foldline.stage.ArtifactStore;
import io.foldline.storage.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;

/**
 * The norm in front of the head with a change made, in float64 and rounded once to the dtype of the checkpoint.
 *
 * @param norm names of its tensors
 * @param former where its tensors lie, by name
 */
record NewGain(NormGain norm, Map<String, TensorInfo> former) {
    /** What it is now: as a round before this one made it, or as in the checkpoint. */
    static NewGain of(RunRequested request, ArtifactStore artifacts) throws IOException {
        Checkpoint dense = Checkpoint.open(Place.of(request.getModel()).checkpoint());
        NormGain norm = Refits.finalNorm(Architecture.of(dense));
        Stream<String> names = Stream.concat(Stream.of(norm.weight()), norm.bias().stream());
        return new NewGain(norm, Refits.current(request, dense, names, artifacts));
    }

    /**
     * Writes it as a new safetensors file, under the names of the checkpoint.
     *
     * @param change d×1, how much the gain grows, of what it is; with a bias 2d×1, then what is added to that
     */
    void write(Path file, DMatrixRMaj change) throws IOException {
        Map<TensorSpec, double[]> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, TensorInfo> entry : former.entrySet()) {
            TensorInfo tensor = entry.getValue();
            double[] values = TensorReader.doubles(tensor);
            boolean gain = entry.getKey().equals(norm.weight());
            for (int i = 0; i < values.length; i++) {
                values[i] += gain ? change.get(i) * (values[i] + norm.offset()) : change.get(values.length + i);
            }
            tensors.put(new TensorSpec(entry.getKey(), tensor.dtype(), tensor.shape()), values);
        }
        SafetensorsWriter.writeRounded(file, Map.of(), tensors);
    }
}
