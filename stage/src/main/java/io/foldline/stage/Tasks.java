package io.foldline.stage;

import io.foldline.event.RunRequested;
import io.foldline.event.TaskId;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Makes the tasks of a stage out of the parts that its work falls into. */
public final class Tasks {
    private Tasks() {}

    /**
     * One task a part, numbered in the order of the parts.
     *
     * @param request of the run
     * @param stage name of the stage
     * @param task makes the task of a part
     */
    public static <P, T> List<T> of(RunRequested request, String stage, List<P> parts, BiFunction<TaskId, P, T> task) {
        int round = Rounds.of(request);
        return IntStream.range(0, parts.size())
                .mapToObj(
                        i -> task.apply(new TaskId(request.getRunId(), stage, i, parts.size(), 0, round), parts.get(i)))
                .toList();
    }
}
