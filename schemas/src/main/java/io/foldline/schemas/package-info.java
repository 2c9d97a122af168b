/** The topic catalogue and what every contract has in common. */
@NullMarked
package io.foldline.schemas;

import org.jspecify.annotations.NullMarked;
