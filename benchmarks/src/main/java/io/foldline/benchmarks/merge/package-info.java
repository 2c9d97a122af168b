/** How a checkpoint of 20 GB is merged: memory, and time against a plain copy. */
@NullMarked
package io.foldline.benchmarks.merge;

import org.jspecify.annotations.NullMarked;
