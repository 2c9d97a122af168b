/** Tests of the scorer stage. */
@NullMarked
package io.foldline.scorer;

import org.jspecify.annotations.NullMarked;
