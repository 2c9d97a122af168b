package io.foldline.solver;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.checkpoint.TensorReader;
import io.foldline.event.ArtifactReference;
import io.foldline.pruning.ActivationsFile;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The activations of tokens of one cut, in files that are read as they are wanted. Tokens are numbered from 0 in the order
 * of the files.
 */
final class TokenActivations {
    private final ArtifactStore artifacts;
    private final int cut;
    /** By the number of their first token. */
    private final NavigableMap<Long, Part> parts = new TreeMap<>();

    private long tokens;
    private int width;

    /** @param rows n×3×d */
    private record Part(ArtifactReference file, TensorInfo rows) {}

    private TokenActivations(ArtifactStore artifacts, int cut) {
        this.artifacts = artifacts;
        this.cut = cut;
    }

    /**
     * Opens the files, none of which is read yet.
     *
     * @param cut index within the plan
     * @throws InputException if they hold no token
     */
    static TokenActivations open(List<ArtifactReference> files, int cut, WorkContext context) throws IOException {
        TokenActivations all = new TokenActivations(context.artifacts(), cut);
        for (ArtifactReference file : files) {
            context.checkCancelled();
            TensorInfo rows = all.rows(file);
            all.parts.put(all.tokens, new Part(file, rows));
            all.tokens += rows.shape().get(0);
            all.width = Math.toIntExact(rows.shape().get(2));
        }
        if (all.tokens == 0) {
            throw new InputException(
                    "no calibration token was chosen to keep activations of: give more samples or a larger --option tokens=N.");
        }
        return all;
    }

    long tokens() {
        return tokens;
    }

    /** d. */
    int width() {
        return width;
    }

    /**
     * Tokens that follow each other.
     *
     * @return count×3×d values, as in {@link ActivationsFile}
     */
    double[] range(long first, int count) throws IOException {
        double[] values = new double[Math.multiplyExact(count, size())];
        int done = 0;
        while (done < count) {
            Map.Entry<Long, Part> part = parts.floorEntry(first + done);
            long start = first + done - part.getKey();
            int length =
                    (int) Math.min(count - done, part.getValue().rows().shape().get(0) - start);
            double[] some = read(part.getValue(), new long[] {start * size()}, length * size());
            System.arraycopy(some, 0, values, done * size(), some.length);
            done += length;
        }
        return values;
    }

    /**
     * Any tokens.
     *
     * @param numbers ascending
     * @return as {@link #range}
     */
    double[] some(long[] numbers) throws IOException {
        double[] values = new double[Math.multiplyExact(numbers.length, size())];
        int done = 0;
        while (done < numbers.length) {
            Map.Entry<Long, Part> part = parts.floorEntry(numbers[done]);
            long first = part.getKey();
            long end = first + part.getValue().rows().shape().get(0);
            int from = done;
            while (done < numbers.length && numbers[done] < end) {
                done++;
            }
            long[] starts = Arrays.stream(numbers, from, done)
                    .map(token -> (token - first) * size())
                    .toArray();
            double[] some = read(part.getValue(), starts, size());
            System.arraycopy(some, 0, values, from * size(), some.length);
        }
        return values;
    }

    /** Values of a token. */
    private int size() {
        return ActivationsFile.PARTS * width;
    }

    private double[] read(Part part, long[] firsts, int count) throws IOException {
        try {
            return TensorReader.doubles(part.rows, firsts, count);
        } catch (NoSuchFileException e) {
            // A store that is elsewhere keeps only so many copies here.
            return TensorReader.doubles(rows(part.file), firsts, count);
        }
    }

    private TensorInfo rows(ArtifactReference file) throws IOException {
        return ActivationsFile.read(artifacts.get(file), cut);
    }
}
