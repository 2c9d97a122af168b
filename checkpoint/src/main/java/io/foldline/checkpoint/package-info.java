/** Hugging Face checkpoints in and out: safetensors, {@code config.json}, shards, tokenizer files. */
@NullMarked
package io.foldline.checkpoint;

import org.jspecify.annotations.NullMarked;
