@NullMarked
package io.foldline.model.image;

import org.jspecify.annotations.NullMarked;
