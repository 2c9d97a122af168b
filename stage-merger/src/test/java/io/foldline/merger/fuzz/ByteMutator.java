package io.foldline.merger.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages a text byte by byte: flips, tokens in wrong places, cuts, repetitions, other encodings. */
final class ByteMutator {
    private static final String TOKENS = "{}[],:\"0123456789-.eE \\u_abdfhmnoprst";

    private final Random random;

    ByteMutator(Random random) {
        this.random = random;
    }

    byte[] mutate(byte[] original) {
        byte[] damaged = original;
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && damaged.length > 1; i++) {
            damaged = damage(damaged);
        }
        return damaged;
    }

    private byte[] damage(byte[] original) {
        byte[] bytes = original.clone();
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(10)) {
            case 0 -> set(bytes, at, (byte) random.nextInt(256));
            case 1, 2 -> set(bytes, at, (byte) TOKENS.charAt(random.nextInt(TOKENS.length())));
            case 3 -> set(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 4 -> Arrays.copyOf(bytes, at);
            case 5 -> set(bytes, at, (byte) 0);
            case 6 -> splice(bytes, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + random.nextInt(60))));
            case 7 -> splice(bytes, at, "[{".repeat(random.nextInt(3000)).getBytes(StandardCharsets.UTF_8));
            case 8 -> splice(bytes, random.nextBoolean() ? 0 : bytes.length, new byte[random.nextInt(20)]);
            default -> encoded(new String(bytes, StandardCharsets.UTF_8));
        };
    }

    private byte[] encoded(String text) {
        return switch (random.nextInt(4)) {
            case 0 -> text.getBytes(StandardCharsets.UTF_16);
            case 1 -> text.getBytes(StandardCharsets.UTF_16LE);
            case 2 -> ('\ufeff' + text).getBytes(StandardCharsets.UTF_8);
            default -> text.replace('a', '\u00e4').getBytes(StandardCharsets.ISO_8859_1);
        };
    }

    private static byte[] set(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int at, byte[] inserted) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(bytes, 0, at);
        spliced.writeBytes(inserted);
        spliced.write(bytes, at, bytes.length - at);
        return spliced.toByteArray();
    }
}
