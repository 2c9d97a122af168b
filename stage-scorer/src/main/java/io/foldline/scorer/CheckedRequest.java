package io.foldline.scorer;

import io.foldline.model.Architecture;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningPlan;
import java.util.Optional;

/**
 * What a checked request comes down to.
 *
 * @param architecture of the dense model
 * @param plan where the cuts were given
 * @param samples number of calibration samples; 0 where none are needed
 */
public record CheckedRequest(
        Architecture architecture,
        PruningMethod method,
        BlockSelector selector,
        Optional<PruningPlan> plan,
        int samples) {}
