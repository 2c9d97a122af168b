/** What is printed: progress, tables, JSON. */
@NullMarked
package io.foldline.cli.show;

import org.jspecify.annotations.NullMarked;
