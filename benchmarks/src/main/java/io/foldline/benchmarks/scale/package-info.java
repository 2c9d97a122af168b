/** How stages scale: simulated work on a real broker. */
@NullMarked
package io.foldline.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
