package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file whose header was read and checked against the whole format; the values stay on disk.
 *
 * @param path the file
 * @param metadata entries of {@code __metadata__}, empty where there is none
 * @param tensors tensors by name, in the order of their bytes
 */
public record SafetensorsFile(Path path, Map<String, String> metadata, Map<String, TensorInfo> tensors) {
    /** Largest header that is read, in bytes; the limit of the format. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    public SafetensorsFile {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Reads and checks the header.
     *
     * @throws InputException if there is no such file
     * @throws InvalidCheckpointException if the file is not valid
     */
    public static SafetensorsFile read(Path path) throws IOException {
        PlainFile.require(path);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long length = headerLength(path, channel);
            Header header = HeaderParser.parse(path, new FileRange(channel, Long.BYTES, length));
            long dataStart = Long.BYTES + length;
            List<TensorInfo> ordered =
                    HeaderLayout.check(path, header.entries(), dataStart, channel.size() - dataStart);
            Map<String, TensorInfo> tensors = new LinkedHashMap<>();
            ordered.forEach(tensor -> tensors.put(tensor.name(), tensor));
            return new SafetensorsFile(path, header.metadata(), tensors);
        }
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
                    path, "expected a tensor '" + name + "', found none of that name among " + tensors.size());
        }
        return tensor;
    }

    /** All values of the tensor of this name; see {@link TensorReader#doubles(TensorInfo)}. */
    public double[] readDoubles(String name) throws IOException {
        return TensorReader.doubles(tensor(name));
    }

    private static long headerLength(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new InvalidCheckpointException(
                    path, "a safetensors file has at least 8 bytes, found " + size + "; get the file again");
        }
        long length = ByteBuffer.wrap(new FileRange(channel, 0, Long.BYTES).readNBytes(Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 0 || length > MAX_HEADER_BYTES) {
            throw new InvalidCheckpointException(
                    path,
                    "the header may have up to %d bytes, found %s: this is no safetensors file"
                            .formatted(MAX_HEADER_BYTES, Long.toUnsignedString(length)));
        }
        if (length > size - Long.BYTES) {
            throw new InvalidCheckpointException(
                    path,
                    "the header has %d bytes, but the file ends after %d: it is truncated; get it again"
                            .formatted(length, size - Long.BYTES));
        }
        return length;
    }
}
