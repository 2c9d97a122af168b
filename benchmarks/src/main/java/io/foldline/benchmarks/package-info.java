/** Measurements against other programs on the same machine. */
@NullMarked
package io.foldline.benchmarks;

import org.jspecify.annotations.NullMarked;
