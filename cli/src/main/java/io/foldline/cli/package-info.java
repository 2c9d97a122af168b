/** The command line's entry point. */
@NullMarked
package io.foldline.cli;

import org.jspecify.annotations.NullMarked;
