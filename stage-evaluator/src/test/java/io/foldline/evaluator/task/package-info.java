@NullMarked
package io.foldline.evaluator.task;

import org.jspecify.annotations.NullMarked;
