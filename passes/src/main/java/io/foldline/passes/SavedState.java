package io.foldline.passes;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.util.Map;

/** Work whose state can be written down between two steps, so that another worker goes on from there. */
public interface SavedState {
    /** All that was done, exactly. */
    Map<String, DoubleTensor> state();

    /** What belongs to that and is said in words, by name: nothing, by default. */
    default Map<String, String> words() throws IOException {
        return Map.of();
    }

    /**
     * Begins with what others have done, nothing having been done here.
     *
     * @param state a file with what {@link #state} gave, and {@link #words} as its metadata
     * @throws io.foldline.checkpoint.InputException if it holds something else; then nothing was taken over
     * @throws IOException if what the words name is not there any more; then nothing was taken over
     */
    void restore(SafetensorsFile state) throws IOException;
}
