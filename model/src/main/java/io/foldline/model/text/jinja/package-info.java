/**
 * The part of the Jinja template language that chat templates are written in, as Jinja 3.1 renders it in the sandbox that
 * transformers sets up: blocks are trimmed, nothing is escaped, and values cannot be changed in place.
 */
@NullMarked
package io.foldline.model.text.jinja;

import org.jspecify.annotations.NullMarked;
