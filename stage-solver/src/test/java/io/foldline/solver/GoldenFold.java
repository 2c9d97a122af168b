package io.foldline.solver;

import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** A random checkpoint with what transformers computed with it, and the transform of the cut 2:2 solved from that. */
record GoldenFold(Path folder, SafetensorsFile golden, SafetensorsFile fold) {
    static GoldenFold of(String fixture) throws IOException {
        Path folder = Fixtures.path(fixture);
        return new GoldenFold(
                folder,
                SafetensorsFile.read(folder.resolve("golden.safetensors")),
                SafetensorsFile.read(folder.resolve("golden_fold.safetensors")));
    }

    /** Absolute. */
    double ridge() throws IOException {
        return fold.readDoubles("ridge")[0];
    }

    DMatrixRMaj transform() throws IOException {
        return matrix(fold, "transform");
    }

    /** A golden tensor as a matrix of (sequences × positions) rows; those of padding are zero and add nothing. */
    DMatrixRMaj rows(String name) throws IOException {
        return matrix(golden, name);
    }

    private static DMatrixRMaj matrix(SafetensorsFile file, String name) throws IOException {
        double[] values = file.readDoubles(name);
        int width = Math.toIntExact(
                file.tensor(name).shape().get(file.tensor(name).shape().size() - 1));
        return DMatrixRMaj.wrap(values.length / width, width, values);
    }

    /** Token ids of each sequence, without padding. */
    int[][] ids() throws IOException {
        long[] ids = integers(golden.tensor("input_ids"));
        long[] mask = integers(golden.tensor("attention_mask"));
        int sequences = Math.toIntExact(golden.tensor("input_ids").shape().get(0));
        int length = ids.length / sequences;
        return IntStream.range(0, sequences)
                .mapToObj(row -> IntStream.range(row * length, (row + 1) * length)
                        .filter(at -> mask[at] == 1)
                        .map(at -> Math.toIntExact(ids[at]))
                        .toArray())
                .toArray(int[][]::new);
    }

    private static long[] integers(TensorInfo tensor) throws IOException {
        try (FileChannel channel = FileChannel.open(tensor.file())) {
            long[] values = new long[Math.toIntExact(tensor.elements())];
            ByteBuffer data = channel.map(FileChannel.MapMode.READ_ONLY, tensor.offset(), tensor.bytes());
            data.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
            return values;
        }
    }
}
