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

/** How far a task is, on disk: a safetensors file with its state, the number of steps that led there, and whose state it is. */
public final class SavedSteps {
    private static final String TASK = "task";
    private static final String STEPS = "batches";

    private final WorkContext context;
    private final String task;

    /** @param fingerprint of the task: what was saved for another one is of no use */
    public SavedSteps(WorkContext context, String fingerprint) {
        this.context = context;
        this.task = Sha256.ofText(fingerprint);
    }

    /** @throws io.foldline.stage.CancelledException if the work is not wanted any more */
    public void checkCancelled() {
        context.checkCancelled();
    }

    /**
     * Takes up what was saved; gives the number of steps that are done, 0 where nothing is of use.
     *
     * @param steps how many there are, at most
     */
    public int restore(SavedState work, int steps) {
        return context.saved(file -> read(file, work, steps)).orElse(0);
    }

    private int read(Path file, SavedState work, int steps) throws IOException {
        SafetensorsFile state = SafetensorsFile.read(file);
        if (!task.equals(state.metadata().get(TASK))) {
            throw new InputException(file + ": was saved for another task; this one begins anew");
        }
        double done = state.readDoubles(STEPS)[0];
        if (!(done >= 0 && done <= steps)) {
            throw new InputException("%s: %s steps are done, expected at most %d".formatted(file, done, steps));
        }
        work.restore(state);
        return (int) done;
    }

    /** Saves, if it is time. */
    public void save(SavedState work, int steps) {
        context.save(file -> SafetensorsWriter.write(file, words(work), state(work, steps)));
    }

    private Map<String, String> words(SavedState work) throws IOException {
        Map<String, String> words = new LinkedHashMap<>(work.words());
        words.put(TASK, task);
        return words;
    }

    private static Map<String, DoubleTensor> state(SavedState work, int steps) {
        Map<String, DoubleTensor> state = new LinkedHashMap<>();
        state.put(STEPS, DoubleTensor.vector(steps));
        state.putAll(work.state());
        return state;
    }
}
