/** From image files to what a vision model takes: decoding, the checkpoint's own processing, folders of images. */
@NullMarked
package io.foldline.model.image;

import org.jspecify.annotations.NullMarked;
