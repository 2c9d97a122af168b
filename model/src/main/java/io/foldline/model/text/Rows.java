package io.foldline.model.text;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one at a time. */
interface Rows extends Closeable {
    /** The next row, or null after the last one. */
    @Nullable
    Sample next() throws IOException;

    /** Passes over the next row without looking at it; false after the last one. */
    boolean skip() throws IOException;
}
