/** What a stage is, without Kafka: split, work, gather; artifacts; failures; progress. */
@NullMarked
package io.foldline.stage;

import org.jspecify.annotations.NullMarked;
