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
 * Statistics on disk: a safetensors file of float64 tensors. Problem {@code p} has {@code p.fit.gram} (k×k),
 * {@code p.fit.cross} (k×d), {@code p.fit.target} (1) and {@code p.fit.tokens} (1), and the same under {@code p.heldout}
 * where samples were held out.
 */
public final class StatisticsFile {
    private StatisticsFile() {}

    /**
     * Writes a new file.
     *
     * @param problems statistics of each problem, cut by cut in the order of the plan
     */
    public static void write(Path file, List<SplitStatistics> problems) throws IOException {
        SafetensorsWriter.write(file, tensors(problems));
    }

    /** The tensors of a file, by name, in its order. */
    public static Map<String, DoubleTensor> tensors(List<SplitStatistics> problems) {
        Map<String, DoubleTensor> tensors = new LinkedHashMap<>();
        for (int problem = 0; problem < problems.size(); problem++) {
            put(tensors, fit(problem), problems.get(problem).fit());
            String heldOut = heldOut(problem);
            problems.get(problem).heldOut().ifPresent(statistics -> put(tensors, heldOut, statistics));
        }
        return tensors;
    }

    /**
     * Reads the statistics of one problem.
     *
     * @param problem index within the file
     * @throws io.foldline.checkpoint.InvalidCheckpointException if the file is damaged or lacks the problem
     */
    public static SplitStatistics read(Path file, int problem) throws IOException {
        return read(SafetensorsFile.read(file), problem);
    }

    /** Reads the statistics of one problem out of a file that may hold other tensors too; see {@link #read(Path, int)}. */
    public static SplitStatistics read(SafetensorsFile tensors, int problem) throws IOException {
        boolean split = tensors.tensors().containsKey(heldOut(problem) + "gram");
        Optional<Statistics> heldOut = split ? Optional.of(get(tensors, heldOut(problem))) : Optional.empty();
        return new SplitStatistics(get(tensors, fit(problem)), heldOut);
    }

    private static String fit(int problem) {
        return problem + ".fit.";
    }

    private static String heldOut(int problem) {
        return problem + ".heldout.";
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
