package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Writes safetensors files of float64 tensors, such as statistics and transforms. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * Writes a new file.
     *
     * @param file must not exist
     * @param tensors by name, written in the order of the map
     */
    public static void write(Path file, Map<String, DoubleTensor> tensors) throws IOException {
        List<TensorSpec> specs = tensors.entrySet().stream()
                .map(entry -> new TensorSpec(
                        entry.getKey(), DType.F64, entry.getValue().shape()))
                .toList();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer header = HeaderWriter.header(Map.of(), specs);
            while (header.hasRemaining()) {
                out.write(header);
            }
            ValueEncoder encoder = new ValueEncoder(DType.F64);
            for (DoubleTensor tensor : tensors.values()) {
                encoder.write(tensor.values(), out);
            }
        }
    }
}
