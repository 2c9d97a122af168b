/** The vocabulary of depth pruning: cuts, methods, ridge, calibration statistics. */
@NullMarked
package io.foldline.pruning;

import org.jspecify.annotations.NullMarked;
