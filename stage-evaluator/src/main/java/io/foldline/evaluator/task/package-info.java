/** Benchmark tasks as files declare them: what is shown to a model, what it may answer, and what is right. */
@NullMarked
package io.foldline.evaluator.task;

import org.jspecify.annotations.NullMarked;
