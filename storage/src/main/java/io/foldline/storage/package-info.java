/** Places that hold checkpoints, and what they have in common: users name them, stages read folders. */
@NullMarked
package io.foldline.storage;

import org.jspecify.annotations.NullMarked;
