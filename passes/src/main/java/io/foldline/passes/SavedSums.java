package io.foldline.passes;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.checkpoint.Sha256;
import io.foldline.stage.WorkContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far a task is, on disk: a safetensors file with the sums, the number of batches in them, and whose sums they are. */
final class SavedSums {
    private static final String TASK = "task";
    private static final String BATCHES = "batches";

    private final WorkContext context;
    private final String task;

    SavedSums(WorkContext context, String fingerprint) {
        this.context = context;
        this.task = Sha256.ofText(fingerprint);
    }

    void checkCancelled() {
        context.checkCancelled();
    }

    /** Takes up what was saved; gives the number of batches in it, 0 where nothing is of use. */
    int restore(BatchSums<?> sums, int batches) {
        return context.saved(file -> read(file, sums, batches)).orElse(0);
    }

    private int read(Path file, BatchSums<?> sums, int batches) throws IOException {
        SafetensorsFile state = SafetensorsFile.read(file);
        if (!task.equals(state.metadata().get(TASK))) {
            throw new InputException(file + ": was saved for another task; this one begins anew");
        }
        double done = state.readDoubles(BATCHES)[0];
        if (!(done >= 0 && done <= batches)) {
            throw new InputException("%s: %s batches are done, expected at most %d".formatted(file, done, batches));
        }
        sums.restore(state);
        return (int) done;
    }

    /** Saves, if it is time. */
    void save(BatchSums<?> sums, int batches) {
        context.save(file -> SafetensorsWriter.write(file, Map.of(TASK, task), state(sums, batches)));
    }

    private static Map<String, DoubleTensor> state(BatchSums<?> sums, int batches) {
        Map<String, DoubleTensor> state = new LinkedHashMap<>();
        state.put(BATCHES, DoubleTensor.vector(batches));
        state.putAll(sums.state());
        return state;
    }
}
