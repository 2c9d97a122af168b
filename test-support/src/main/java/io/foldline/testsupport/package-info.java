/** What tests share: fixtures, tiny models, golden tensors. */
@NullMarked
package io.foldline.testsupport;

import org.jspecify.annotations.NullMarked;
