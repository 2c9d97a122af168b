/** The pipeline on this machine: data directory, embedded broker, the five services. */
@NullMarked
package io.foldline.cli.local;

import org.jspecify.annotations.NullMarked;
