package io.foldline.model;

import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What transformers computed: inputs, and tensors of (sequences × positions × …) whose rows of padding are zero.
 *
 * @param lengths real tokens of each sequence
 */
@SuppressWarnings("ArrayRecordComponent") // test data, never compared
record Golden(SafetensorsFile file, int[][] ids, int[] lengths) {
    static Golden read(Path folder) throws IOException {
        SafetensorsFile file = SafetensorsFile.read(folder.resolve("golden.safetensors"));
        long[] ids = longs(tensor(file, "input_ids"));
        long[] mask = longs(tensor(file, "attention_mask"));
        int size = Math.toIntExact(tensor(file, "input_ids").shape().get(0));
        int length = ids.length / size;
        int[] lengths = IntStream.range(0, size)
                .map(row -> (int) IntStream.range(0, length)
                        .filter(at -> mask[row * length + at] == 1)
                        .count())
                .toArray();
        int[][] sequences = IntStream.range(0, size)
                .mapToObj(row -> IntStream.range(0, lengths[row])
                        .map(at -> (int) ids[row * length + at])
                        .toArray())
                .toArray(int[][]::new);
        return new Golden(file, sequences, lengths);
    }

    TokenBatch batch() {
        return new TokenBatch(ids);
    }

    boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    double[] doubles(String name) {
        try {
            return TensorReader.doubles(tensor(file, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    float[] floats(String name) {
        try {
            return TensorReader.floats(tensor(file, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Largest absolute difference from a golden tensor over the rows of real tokens. */
    double difference(String name, float[] found) {
        float[] expected = floats(name);
        int length = Math.toIntExact(tensor(file, name).shape().get(1));
        int padded = IntStream.of(lengths).max().getAsInt();
        int width = expected.length / (lengths.length * length);
        double worst = 0;
        for (int row = 0; row < lengths.length; row++) {
            for (int at = 0; at < lengths[row] * width; at++) {
                double difference = expected[row * length * width + at] - found[row * padded * width + at];
                worst = Math.max(worst, Math.abs(difference));
            }
        }
        return worst;
    }

    private static TensorInfo tensor(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.tensors().get(name), name);
    }

    private static long[] longs(TensorInfo info) throws IOException {
        try (FileChannel channel = FileChannel.open(info.file())) {
            ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(info.bytes())).order(ByteOrder.LITTLE_ENDIAN);
            while (data.hasRemaining() && channel.read(data, info.offset() + data.position()) >= 0) {
                // read on
            }
            long[] values = new long[Math.toIntExact(info.elements())];
            data.flip().asLongBuffer().get(values);
            return values;
        }
    }
}
