/** Tests of texts, tokenizer and batch plan. */
@NullMarked
package io.foldline.model.text;

import org.jspecify.annotations.NullMarked;
