/** Architectures, the forward pass with taps, tokenizer and texts. */
@NullMarked
package io.foldline.model;

import org.jspecify.annotations.NullMarked;
