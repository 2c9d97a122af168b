package io.foldline.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Safetensors files byte by byte, valid or not. */
final class RawSafetensors {
    private RawSafetensors() {}

    /** A file with this header and {@code dataBytes} zero bytes behind it. */
    static byte[] of(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    static Path write(Path folder, String name, String header, int dataBytes) throws IOException {
        return Files.write(folder.resolve(name), of(header, dataBytes));
    }
}
