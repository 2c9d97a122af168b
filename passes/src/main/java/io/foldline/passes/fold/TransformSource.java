package io.foldline.passes.fold;

import java.io.IOException;
import org.ejml.data.DMatrixRMaj;

/** Where a transform comes from; it is loaded when it is needed, since several may not fit memory together. */
@FunctionalInterface
public interface TransformSource {
    /** The transform T, d×d, for row vectors: {@code M T ≈ R}, d being the hidden size. */
    DMatrixRMaj load() throws IOException;

    /** The same, of which no more is held than the rows at hand, where it is stored somewhere. */
    default TransformRows open() throws IOException {
        return TransformRows.of(load());
    }
}
