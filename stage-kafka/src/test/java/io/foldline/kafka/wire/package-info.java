@NullMarked
package io.foldline.kafka.wire;

import org.jspecify.annotations.NullMarked;
