/** Tests of the merger. */
@NullMarked
package io.foldline.merger;

import org.jspecify.annotations.NullMarked;
