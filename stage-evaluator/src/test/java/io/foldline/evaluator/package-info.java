/** Tests of the evaluator. */
@NullMarked
package io.foldline.evaluator;

import org.jspecify.annotations.NullMarked;
