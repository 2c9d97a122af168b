/** Damaged checkpoints, each a pure function of its seed, and what they may do to those who open them. */
@NullMarked
package io.foldline.merger.fuzz;

import org.jspecify.annotations.NullMarked;
