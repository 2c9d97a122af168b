package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint folder as Hugging Face's transformers writes it, checked; the weights stay on disk.
 *
 * @param path the folder
 * @param config its {@code config.json}
 * @param tensors all tensors by name, file by file in the order of their bytes
 */
public record Checkpoint(Path path, ModelConfig config, Map<String, TensorInfo> tensors) {
    /** Name of the file with the configuration. */
    public static final String CONFIG = "config.json";

    public Checkpoint {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Opens a folder: reads the configuration and the headers of all weight files.
     *
     * @throws InputException if there is no such folder
     * @throws InvalidCheckpointException if it is not a checkpoint folder, a file of it is not valid, or its weights are
     *     quantized
     */
    public static Checkpoint open(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new InputException(folder + ": no such folder, expected a checkpoint; check the path of the model");
        }
        if (!Files.isDirectory(folder)) {
            throw new InputException(
                    folder + ": expected a checkpoint folder, found a file; give the folder it lies in");
        }
        Path config = folder.resolve(CONFIG);
        if (!Files.exists(config, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidCheckpointException(
                    folder, "not a checkpoint folder: expected a file " + CONFIG + ", found none; check the path");
        }
        Checkpoint checkpoint = new Checkpoint(folder, ModelConfig.read(config), WeightFiles.tensors(folder));
        Quantization.refuse(checkpoint.config(), checkpoint.tensors());
        return checkpoint;
    }

    /**
     * The tensor of this name.
     *
     * @throws InvalidCheckpointException if there is none
     */
    public TensorInfo tensor(String name) {
        @Nullable TensorInfo tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidCheckpointException(
                    path, "expected a tensor '" + name + "', found none of that name; get the checkpoint again");
        }
        return tensor;
    }

    /** Number of elements of all tensors. A head tied to the embedding is stored, and so counted, once. */
    public long parameters() {
        return tensors.values().stream().mapToLong(TensorInfo::elements).sum();
    }

    /** Size of all tensors in bytes. */
    public long weightBytes() {
        return tensors.values().stream().mapToLong(TensorInfo::bytes).sum();
    }
}
