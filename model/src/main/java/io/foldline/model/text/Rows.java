package io.foldline.model.text;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file or of several, one at a time.
 *
 * @param <T> what is made of a row
 */
interface Rows<T> extends Closeable {
    /** The next row, or null after the last one. */
    @Nullable
    T next() throws IOException;

    /** Passes over the next row without looking at it; false after the last one. */
    boolean skip() throws IOException;
}
