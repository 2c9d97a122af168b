/** Folding a transform into the weights of a kept block. */
@NullMarked
package io.foldline.passes.fold;

import org.jspecify.annotations.NullMarked;
