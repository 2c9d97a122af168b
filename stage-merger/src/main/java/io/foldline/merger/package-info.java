/** The merger stage: its algorithm and the adapter that makes it a stage. */
@NullMarked
package io.foldline.merger;

import org.jspecify.annotations.NullMarked;
