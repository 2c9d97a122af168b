/** The calibrator stage: its algorithm and the adapter that makes it a stage. */
@NullMarked
package io.foldline.calibrator;

import org.jspecify.annotations.NullMarked;
