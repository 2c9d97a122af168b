package io.foldline.evaluator;

import io.foldline.event.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * What decides how tasks that files declare are measured.
 *
 * @param taskData path or URI of the folder with local copies of their rows; null: the hub
 * @param taskFiles path or URI of a folder with task files of the user; null: none
 * @param fewShot examples shown before each item; negative: as many as the task file says
 */
public record TaskOptions(
        @Nullable String taskData, @Nullable String taskFiles, int fewShot) {
    /** As many examples as task files say. */
    public static final int AS_DECLARED = -1;

    /** Those of a run. */
    public static TaskOptions of(Evaluation evaluation) {
        return new TaskOptions(evaluation.getTaskData(), evaluation.getTasksDirectory(), evaluation.getFewShot());
    }
}
