/** What the event log says about one finished run, in the shape in which results are told. */
@NullMarked
package io.foldline.cli.story;

import org.jspecify.annotations.NullMarked;
