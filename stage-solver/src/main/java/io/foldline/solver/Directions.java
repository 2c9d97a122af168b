package io.foldline.solver;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;

/** Which way to go from a point, by its gradient and those before it. */
interface Directions {
    /** The direction from a point with this gradient. */
    DMatrixRMaj from(DMatrixRMaj gradient);

    /**
     * Hears of a step.
     *
     * @param step what the point has changed by
     * @param former gradient in front of it
     * @param gradient behind it
     */
    void stepped(DMatrixRMaj step, DMatrixRMaj former, DMatrixRMaj gradient);

    /** How far along a direction from a point with this gradient the next one may lie, as a multiple of the direction. */
    double length(DMatrixRMaj direction, DMatrixRMaj gradient);

    /** Forgets the steps. */
    void forget();

    /** How much of the former slope the slope behind a step may keep. */
    double curvature();

    /** What is remembered. */
    Map<String, DoubleTensor> state();

    /** Remembers what others do. */
    void restore(SafetensorsFile state) throws IOException;
}
