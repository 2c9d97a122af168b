/** The command line. */
@NullMarked
package io.foldline.cli;

import org.jspecify.annotations.NullMarked;
