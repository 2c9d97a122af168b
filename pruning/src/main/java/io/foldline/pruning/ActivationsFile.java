package io.foldline.pruning;

import io.foldline.checkpoint.InvalidCheckpointException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Activations of some tokens on disk: a safetensors file. Cut {@code c} has {@code c.rows}, n×3×d in the dtype of the pass:
 * of each token M, what the MLP of the kept block adds; Y, its residual after attention; and X, the output of the last
 * removed block.
 */
public final class ActivationsFile {
    /** Rows of each token. */
    public static final int PARTS = 3;

    private ActivationsFile() {}

    /** Name of the tensor of a cut. */
    public static String tensor(int cut) {
        return cut + ".rows";
    }

    /**
     * The tensor of one cut.
     *
     * @param cut index within the plan
     * @throws InvalidCheckpointException if the file is damaged or holds something else
     */
    public static TensorInfo read(Path file, int cut) throws IOException {
        TensorInfo rows = SafetensorsFile.read(file).tensor(tensor(cut));
        if (rows.shape().size() != 3 || rows.shape().get(1) != PARTS) {
            throw new InvalidCheckpointException(
                    file, "tensor '%s' has shape %s, expected n×3×d".formatted(rows.name(), rows.shape()));
        }
        return rows;
    }
}
