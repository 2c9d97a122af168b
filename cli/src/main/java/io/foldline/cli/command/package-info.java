/** One class a command, and the options that they share. */
@NullMarked
package io.foldline.cli.command;

import org.jspecify.annotations.NullMarked;
