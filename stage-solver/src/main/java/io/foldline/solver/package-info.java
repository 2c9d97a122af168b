/** The solver stage: its algorithm and the adapter that makes it a stage. */
@NullMarked
package io.foldline.solver;

import org.jspecify.annotations.NullMarked;
