/** Tests of folding. */
@NullMarked
package io.foldline.passes.fold;

import org.jspecify.annotations.NullMarked;
