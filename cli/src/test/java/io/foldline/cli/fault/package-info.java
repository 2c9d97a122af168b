/** Schedules of faults on clusters of real processes, and what must be true after each of them. */
@NullMarked
package io.foldline.cli.fault;

import org.jspecify.annotations.NullMarked;
