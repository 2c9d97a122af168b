/** Tests of the calibrator stage. */
@NullMarked
package io.foldline.calibrator;

import org.jspecify.annotations.NullMarked;
