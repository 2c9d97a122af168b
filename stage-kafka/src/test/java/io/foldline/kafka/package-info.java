@NullMarked
package io.foldline.kafka;

import org.jspecify.annotations.NullMarked;
