/** Tests of checkpoints in and out. */
@NullMarked
package io.foldline.checkpoint;

import org.jspecify.annotations.NullMarked;
