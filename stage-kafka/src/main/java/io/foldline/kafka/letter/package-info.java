/** Records that could not be read: listed, looked at, replayed, discarded. */
@NullMarked
package io.foldline.kafka.letter;

import org.jspecify.annotations.NullMarked;
