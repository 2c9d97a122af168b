package io.foldline.model;

import java.util.Optional;

/**
 * A linear map that writes to the residual stream, and is the last thing to do so before it is added.
 *
 * @param weight name of its weight in the checkpoint
 * @param bias name of its bias, if it has one
 * @param inputs number of its inputs
 * @param transposed whether the weight is stored inputs × outputs
 * @param scale what the output is multiplied by before it is added
 */
public record OutputMap(String weight, Optional<String> bias, int inputs, boolean transposed, double scale) {}
