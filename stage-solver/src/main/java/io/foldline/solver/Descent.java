package io.foldline.solver;

import io.foldline.passes.SavedState;
import java.io.IOException;
import org.ejml.data.DMatrixRMaj;

/** A search for the transform of the least loss, step by step. */
interface Descent extends SavedState {
    /** Most steps that there can be. */
    int steps();

    /**
     * Goes one step on.
     *
     * @param between called now and then where a step is long
     * @return whether there may be another one
     */
    boolean step(TransformLoss.Pause between) throws IOException;

    /** Passes over the tokens that are done. */
    int epochs();

    /** The transform that was reached, d×d. */
    DMatrixRMaj transform();
}
