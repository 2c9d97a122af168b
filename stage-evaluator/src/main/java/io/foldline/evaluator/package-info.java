/** The evaluator stage: its algorithm and the adapter that makes it a stage. */
@NullMarked
package io.foldline.evaluator;

import org.jspecify.annotations.NullMarked;
