package io.foldline.merger.fuzz;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A safetensors file to be written, valid or not. The data are zeros, which take no space on disk. */
final class WeightFile {
    private final byte[] header;
    private final long claimed;
    private final long dataBytes;
    private final byte[] garbage;

    /**
     * @param claimed length of the header as the file states it
     * @param dataBytes size of what follows the header
     * @param garbage bytes that overwrite the end of the data
     */
    private WeightFile(byte[] header, long claimed, long dataBytes, byte[] garbage) {
        this.header = header;
        this.claimed = claimed;
        this.dataBytes = dataBytes;
        this.garbage = garbage;
    }

    static WeightFile of(String header, long dataBytes) {
        return of(header.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    static WeightFile of(byte[] header, long dataBytes) {
        return new WeightFile(header, header.length, dataBytes, new byte[0]);
    }

    byte[] header() {
        return header;
    }

    long dataBytes() {
        return dataBytes;
    }

    WeightFile withClaimed(long length) {
        return new WeightFile(header, length, dataBytes, garbage);
    }

    WeightFile withDataBytes(long bytes) {
        return new WeightFile(header, claimed, Math.max(0, bytes), garbage);
    }

    WeightFile withGarbage(byte[] bytes) {
        return new WeightFile(header, claimed, dataBytes, bytes);
    }

    void writeTo(Path path) throws IOException {
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(claimed)
                .array();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(length);
            file.write(header);
            long end = length.length + header.length + dataBytes;
            file.setLength(end);
            if (garbage.length > 0 && garbage.length <= dataBytes) {
                file.seek(end - garbage.length);
                file.write(garbage);
            }
        }
    }
}
