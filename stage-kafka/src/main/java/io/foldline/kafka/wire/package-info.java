/** Events as bytes: the two Avro formats, the schema registry, CloudEvents headers. */
@NullMarked
package io.foldline.kafka.wire;

import org.jspecify.annotations.NullMarked;
