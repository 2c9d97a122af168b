/** Which files of a data set hold its training texts: what its card says, and else what they are called. */
@NullMarked
package io.foldline.storage.dataset;

import org.jspecify.annotations.NullMarked;
