package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files are refused as such or, where the damage happens to leave a valid file, read within their bounds; never
 * anything else. {@code -Dfoldline.fuzz.rounds=N} sets the number of files, {@code -Dfoldline.fuzz.seed=N} the seed.
 */
class SafetensorsFuzzTest {
    private static final int ROUNDS = Integer.getInteger("foldline.fuzz.rounds", 3000);
    private static final long SEED = Long.getLong("foldline.fuzz.seed", 20260101L);
    private static final String TOKENS = "{}[],:\"0123456789-.eE \\u_abdfhmnoprst";

    @TempDir
    Path folder;

    @Test
    void damagedFilesAreRefusedOrReadWithinBounds() throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path("fixtures/architectures/llama-gqa/golden_fold.safetensors"));
        byte[] original = small(whole);
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damage(original, random);
            Path file = Files.write(folder.resolve("fuzz.safetensors"), damaged);
            try {
                checkBounds(SafetensorsFile.read(file), damaged.length);
            } catch (InvalidCheckpointException e) {
                assertThat(e).hasMessageContaining("fuzz.safetensors");
                refused++;
            } catch (RuntimeException e) {
                fail("round " + round + " of seed " + SEED, e);
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 2);
    }

    /** A valid file with three tensors, most of it header. */
    private static byte[] small(byte[] whole) {
        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"ridge\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"transform\":{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[8,40]},"
                + "\"logits\":{\"dtype\":\"BF16\",\"shape\":[3,1,2],\"data_offsets\":[40,52]}}";
        byte[] file = RawSafetensors.of(header, 52);
        System.arraycopy(whole, whole.length - 52, file, file.length - 52, 52);
        return file;
    }

    private static byte[] damage(byte[] original, Random random) {
        byte[] damaged = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(6)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = (byte) TOKENS.charAt(random.nextInt(TOKENS.length()));
                case 2 -> damaged[random.nextInt(8)] = (byte) random.nextInt(256);
                case 3 -> damaged = Arrays.copyOf(damaged, Math.max(8, at));
                case 4 -> damaged = Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(16));
                default -> {
                    int length = Math.min(1 + random.nextInt(40), damaged.length - at);
                    System.arraycopy(damaged, at, damaged, random.nextInt(damaged.length - length + 1), length);
                }
            }
        }
        return damaged;
    }

    private static void checkBounds(SafetensorsFile file, long size) throws IOException {
        long end = -1;
        for (TensorInfo tensor : file.tensors().values()) {
            assertThat(tensor.offset()).isGreaterThanOrEqualTo(Math.max(end, 10));
            end = tensor.offset() + tensor.bytes();
            if (tensor.dtype().isWeight()) {
                assertThat(TensorReader.doubles(tensor)).hasSize((int) tensor.elements());
            }
        }
        assertThat(end).isIn(-1L, size);
    }
}
