/** Tests of the template language. */
@NullMarked
package io.foldline.model.text.jinja;

import org.jspecify.annotations.NullMarked;
