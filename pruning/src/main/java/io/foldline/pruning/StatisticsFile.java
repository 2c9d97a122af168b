package io.foldline.pruning;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;

/**
 * Statistics on disk: a safetensors file of float64 tensors. Cut {@code c} has {@code c.fit.gram} (k×k), {@code
 * c.fit.cross} (k×d), {@code c.fit.target} (1) and {@code c.fit.tokens} (1), and the same under {@code c.heldout} where
 * samples were held out.
 */
public final class StatisticsFile {
    private StatisticsFile() {}

    /**
     * Writes a new file.
     *
     * @param cuts statistics of each cut of a plan, in its order
     */
    public static void write(Path file, List<SplitStatistics> cuts) throws IOException {
        SafetensorsWriter.write(file, tensors(cuts));
    }

    /** The tensors of a file, by name, in its order. */
    public static Map<String, DoubleTensor> tensors(List<SplitStatistics> cuts) {
        Map<String, DoubleTensor> tensors = new LinkedHashMap<>();
        for (int cut = 0; cut < cuts.size(); cut++) {
            put(tensors, fit(cut), cuts.get(cut).fit());
            String heldOut = heldOut(cut);
            cuts.get(cut).heldOut().ifPresent(statistics -> put(tensors, heldOut, statistics));
        }
        return tensors;
    }

    /**
     * Reads the statistics of one cut.
     *
     * @param cut index within the plan
     * @throws io.foldline.checkpoint.InvalidCheckpointException if the file is damaged or lacks the cut
     */
    public static SplitStatistics read(Path file, int cut) throws IOException {
        return read(SafetensorsFile.read(file), cut);
    }

    /** Reads the statistics of one cut out of a file that may hold other tensors too; see {@link #read(Path, int)}. */
    public static SplitStatistics read(SafetensorsFile tensors, int cut) throws IOException {
        boolean split = tensors.tensors().containsKey(heldOut(cut) + "gram");
        Optional<Statistics> heldOut = split ? Optional.of(get(tensors, heldOut(cut))) : Optional.empty();
        return new SplitStatistics(get(tensors, fit(cut)), heldOut);
    }

    private static String fit(int cut) {
        return cut + ".fit.";
    }

    private static String heldOut(int cut) {
        return cut + ".heldout.";
    }

    private static void put(Map<String, DoubleTensor> tensors, String prefix, Statistics statistics) {
        int width = statistics.width();
        tensors.put(prefix + "gram", DoubleTensor.matrix(width, width, statistics.gram().data));
        tensors.put(prefix + "cross", DoubleTensor.matrix(width, statistics.cross().numCols, statistics.cross().data));
        tensors.put(prefix + "target", DoubleTensor.vector(statistics.target()));
        tensors.put(prefix + "tokens", DoubleTensor.vector((double) statistics.tokens()));
    }

    private static Statistics get(SafetensorsFile tensors, String prefix) throws IOException {
        int width = Math.toIntExact(tensors.tensor(prefix + "gram").shape().get(0));
        int columns = Math.toIntExact(tensors.tensor(prefix + "cross").shape().get(1));
        return new Statistics(
                DMatrixRMaj.wrap(width, width, tensors.readDoubles(prefix + "gram")),
                DMatrixRMaj.wrap(width, columns, tensors.readDoubles(prefix + "cross")),
                tensors.readDoubles(prefix + "target")[0],
                (long) tensors.readDoubles(prefix + "tokens")[0]);
    }
}
