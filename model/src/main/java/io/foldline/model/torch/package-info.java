/**
 * libtorch through DJL: its start, devices, TorchScript written from Java and tensors mapped from checkpoint files.
 * TorchScript, because it has what DJL's NDArray lacks (fused attention, bfloat16, Cholesky, SVD) and costs one call.
 */
@NullMarked
package io.foldline.model.torch;

import org.jspecify.annotations.NullMarked;
