package io.foldline.evaluator;

import io.foldline.stage.ProgressListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks for tests. */
final class Tasks {
    private Tasks() {}

    static TaskOptions data(@Nullable String taskData) {
        return new TaskOptions(taskData, null, TaskOptions.AS_DECLARED);
    }

    /** The task of a name. */
    static EvaluationTask one(String name, @Nullable String taskData) {
        return EvaluationTasks.of(List.of(name), data(taskData)).tasks().get(0);
    }

    static EvaluationTasks of(String name) {
        return EvaluationTasks.of(List.of(name), data(null));
    }

    /** Listens to progress alone. */
    static Evaluation.Listener listening(ProgressListener progress) {
        return new Evaluation.Listener() {
            @Override
            public ProgressListener progress(EvaluationTask task) {
                return progress;
            }

            @Override
            public SampleListener samples(EvaluationTask task) {
                return SampleListener.NONE;
            }
        };
    }
}
