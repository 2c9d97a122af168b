/** Several methods on one model, side by side. */
@NullMarked
package io.foldline.cli.compare;

import org.jspecify.annotations.NullMarked;
