package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes safetensors files of tensors in memory, such as statistics and transforms. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * Writes a new file.
     *
     * @param file must not exist
     * @param tensors by name, written in the order of the map
     */
    public static void write(Path file, Map<String, DoubleTensor> tensors) throws IOException {
        write(file, Map.of(), tensors);
    }

    /**
     * Writes a new file with metadata.
     *
     * @param file must not exist
     * @param metadata entries of {@code __metadata__}
     * @param tensors by name, written in the order of the map
     */
    public static void write(Path file, Map<String, String> metadata, Map<String, DoubleTensor> tensors)
            throws IOException {
        Map<TensorSpec, double[]> contents = new LinkedHashMap<>();
        tensors.forEach(
                (name, tensor) -> contents.put(new TensorSpec(name, DType.F64, tensor.shape()), tensor.values()));
        writeRounded(file, metadata, contents);
    }

    /**
     * Writes a new file of tensors of any floating-point dtypes.
     *
     * @param file must not exist
     * @param metadata entries of {@code __metadata__}
     * @param contents values of each tensor in row-major order, each rounded once to its dtype
     * @throws InputException if a finite value is too large for its dtype
     */
    public static void writeRounded(Path file, Map<String, String> metadata, Map<TensorSpec, double[]> contents)
            throws IOException {
        List<OutputTensor.Computed> tensors = new ArrayList<>();
        contents.forEach((spec, values) -> tensors.add(new OutputTensor.Computed(spec, sink -> sink.write(values))));
        writeComputed(file, metadata, tensors);
    }

    /**
     * Writes a new file of tensors that are computed one after the other.
     *
     * @param file must not exist
     * @param metadata entries of {@code __metadata__}
     * @param tensors values of each are rounded once to its dtype
     * @throws InputException if a finite value is too large for its dtype
     */
    public static void writeComputed(Path file, Map<String, String> metadata, List<OutputTensor.Computed> tensors)
            throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeAll(
                    HeaderWriter.header(
                            metadata,
                            tensors.stream().map(OutputTensor.Computed::spec).toList()),
                    out);
            for (OutputTensor.Computed tensor : tensors) {
                ValueEncoder encoder = new ValueEncoder(tensor.spec());
                tensor.values().writeTo(values -> encoder.write(values, out));
            }
        }
    }

    /**
     * Writes a new file of tensors whose values come part by part.
     *
     * @param file must not exist
     * @throws InputException if a finite value is too large for its dtype
     */
    public static void write(Path file, List<OutputTensor.Computed> tensors) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            List<TensorSpec> specs =
                    tensors.stream().map(OutputTensor.Computed::spec).toList();
            writeAll(HeaderWriter.header(Map.of(), specs), out);
            for (OutputTensor.Computed tensor : tensors) {
                ValueEncoder encoder = new ValueEncoder(tensor.spec());
                tensor.values().writeTo(values -> encoder.write(values, out));
            }
        }
    }

    private static void writeAll(ByteBuffer bytes, FileChannel out) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
