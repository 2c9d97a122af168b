/** Runs as the event log tells them, and the requests that begin them. */
@NullMarked
package io.foldline.kafka.log;

import org.jspecify.annotations.NullMarked;
