/** What the stages that run forward passes have in common. */
@NullMarked
package io.foldline.passes;

import org.jspecify.annotations.NullMarked;
