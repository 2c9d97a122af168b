/** The vocabulary of depth pruning: cuts, amounts, methods, selectors, ridge, calibration statistics. */
@NullMarked
package io.foldline.pruning;

import org.jspecify.annotations.NullMarked;
