/** Which files of a data set belong to a split: what its card says, and else what they are called. */
@NullMarked
package io.foldline.storage.dataset;

import org.jspecify.annotations.NullMarked;
