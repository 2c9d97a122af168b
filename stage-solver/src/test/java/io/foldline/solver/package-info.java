/** Tests of the solver stage. */
@NullMarked
package io.foldline.solver;

import org.jspecify.annotations.NullMarked;
