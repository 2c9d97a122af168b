package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorReaderTest {
    @TempDir
    Path folder;

    @Test
    void float64FilesComeBack() throws IOException {
        double[] values = {1, -0.0, Math.PI, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY};
        Path file = folder.resolve("a.safetensors");
        SafetensorsWriter.write(
                file,
                Map.of("t", DoubleTensor.matrix(2, 3, values), "scalar", new DoubleTensor(List.of(), new double[] {7
                })));
        SafetensorsFile read = SafetensorsFile.read(file);
        assertThat(read.tensor("t").shape()).containsExactly(2L, 3L);
        assertThat(read.readDoubles("t")).containsExactly(values);
        assertThat(read.readDoubles("scalar")).containsExactly(7);
        assertThat(TensorReader.doubles(read.tensor("t"), 1, 2)).containsExactly(-0.0, Math.PI);
        assertThat(TensorReader.floats(read.tensor("t"), 2, 1)).containsExactly((float) Math.PI);
        assertThat(read.tensor("t").offset() % Double.BYTES).isZero();
    }

    @Test
    void refusesOtherTypesAndRangesOutside() throws IOException {
        String header = "{\"i\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"f\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[4,8]}}";
        SafetensorsFile file = SafetensorsFile.read(RawSafetensors.write(folder, "a.safetensors", header, 8));
        assertThatThrownBy(() -> file.readDoubles("i"))
                .isInstanceOf(InvalidCheckpointException.class)
                .hasMessageContaining("'i' has dtype I32, expected F32");
        assertThatThrownBy(() -> TensorReader.floats(file.tensor("f"), 1, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** A sparse file: only what is asked for is read, windows join, positions do not overflow. */
    @Test
    void readsAcrossWindowsAndFarBehindFourGigabytes() throws IOException {
        long elements = 3L << 30;
        String header =
                "{\"t\":{\"dtype\":\"BF16\",\"shape\":[%d],\"data_offsets\":[0,%d]}}".formatted(elements, elements * 2);
        Path file = RawSafetensors.write(folder, "big.safetensors", header, 0);
        long start;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            start = channel.size();
            put(channel, start + elements * 2 - 2, (short) 0x3f80);
            put(channel, start + ((1L << 26) - 1) * 2, (short) 0x4000);
            put(channel, start + (1L << 26) * 2, (short) 0xc000);
        }
        TensorInfo tensor = SafetensorsFile.read(file).tensor("t");
        assertThat(TensorReader.doubles(tensor, elements - 2, 2)).containsExactly(0, 1);
        float[] across = TensorReader.floats(tensor, 0, (1 << 26) + 2);
        assertThat(across[(1 << 26) - 1]).isEqualTo(2);
        assertThat(across[1 << 26]).isEqualTo(-2);
        assertThatThrownBy(() -> TensorReader.doubles(tensor)).hasMessageContaining("too many for one array");
    }

    private static void put(FileChannel channel, long position, short value) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, value);
        channel.write(bytes, position);
    }
}
