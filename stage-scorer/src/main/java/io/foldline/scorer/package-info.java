/** The scorer stage: its algorithm and the adapter that makes it a stage. */
@NullMarked
package io.foldline.scorer;

import org.jspecify.annotations.NullMarked;
