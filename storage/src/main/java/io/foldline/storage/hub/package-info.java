/**
 * Repositories of the Hugging Face hub, by its documented HTTP API, in a cache that is shared with Python's
 * {@code huggingface_hub}.
 */
@NullMarked
package io.foldline.storage.hub;

import org.jspecify.annotations.NullMarked;
