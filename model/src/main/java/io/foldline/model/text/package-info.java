/** From text files to batches of token ids: readers, the tokenizer, the batch plan. */
@NullMarked
package io.foldline.model.text;

import org.jspecify.annotations.NullMarked;
