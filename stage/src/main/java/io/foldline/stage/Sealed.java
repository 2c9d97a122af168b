package io.foldline.stage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Small files that end with the SHA-256 of what is before, so that damage shows before anything is parsed. */
final class Sealed {
    private static final int DIGEST_BYTES = 32;

    private Sealed() {}

    static void write(Path file, byte[] content) throws IOException {
        byte[] digest = digest(content);
        Files.write(
                file,
                ByteBuffer.allocate(content.length + DIGEST_BYTES)
                        .put(content)
                        .put(digest)
                        .array());
    }

    /** @throws IOException if the file is not as it was written */
    static byte[] read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int length = Math.max(0, bytes.length - DIGEST_BYTES);
        byte[] content = Arrays.copyOf(bytes, length);
        if (!Arrays.equals(digest(content), Arrays.copyOfRange(bytes, length, bytes.length))) {
            throw new IOException(
                    file + ": expected the SHA-256 of the content at the end, found another; it is damaged");
        }
        return content;
    }

    /** SHA-256 of a text, lower-case hexadecimal. */
    static String nameFor(String text) {
        return HexFormat.of().formatHex(digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
