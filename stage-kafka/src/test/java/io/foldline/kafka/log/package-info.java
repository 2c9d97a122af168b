@NullMarked
package io.foldline.kafka.log;

import org.jspecify.annotations.NullMarked;
