/** The report of a run: one self-contained HTML page with its pictures. */
@NullMarked
package io.foldline.cli.report;

import org.jspecify.annotations.NullMarked;
