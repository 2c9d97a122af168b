package io.foldline.cli.fault;

import io.foldline.event.TaskId;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Holds what is in the topics of one run to what must be there. */
final class RunCheck {
    private final Events events;
    private final String runId;
    private final boolean cancelled;
    private final List<Problem> problems = new ArrayList<>();

    private RunCheck(Events events, String runId, boolean cancelled) {
        this.events = events;
        this.runId = runId;
        this.cancelled = cancelled;
    }

    /** @param cancelled whether somebody asked for the end of the run, which may have come too late */
    static List<Problem> of(Events events, String runId, boolean cancelled) throws IOException {
        RunCheck check = new RunCheck(events, runId, cancelled);
        check.run();
        return check.problems;
    }

    private void run() throws IOException {
        boolean whole = events.completed(runId) || !cancelled;
        once(Topics.RUN_REQUESTED, true);
        once(Topics.RUN_COMPLETED, whole);
        once(Topics.MODEL_PUBLISHED, whole);
        once(Topics.RUN_CANCELLED, cancelled);
        none(Topics.RUN_FAILED);
        none(Topics.TASK_FAILED);
        if (!cancelled) {
            none(Topics.RUN_CANCELLED);
        }
        for (StageTopics<?, ?, ?, ?> stage : Topics.STAGES) {
            once(stage.completed(), whole);
            tasks(stage);
        }
    }

    /** Each task was handed out once, each result is of a task, and the stage has ended only with all of them. */
    private void tasks(StageTopics<?, ?, ?, ?> stage) throws IOException {
        List<TaskId> tasks = ids(stage.task());
        Set<TaskId> different = new HashSet<>(tasks);
        if (different.size() < tasks.size()) {
            problems.add(Problem.doubled("%s: handed out %s".formatted(runId, tasks)));
        }
        Set<TaskId> results = new HashSet<>(ids(stage.result()));
        Set<TaskId> strange = new HashSet<>(results);
        strange.removeAll(different);
        if (!strange.isEmpty()) {
            problems.add(Problem.other("%s: results of %s, which were not handed out".formatted(runId, strange)));
        }
        boolean ended = !events.of(stage.completed(), runId).isEmpty();
        for (TaskId task : ended ? different : Set.<TaskId>of()) {
            if (different.size() != task.getCount() || !results.contains(task)) {
                problems.add(Problem.lost(
                        "%s: %s has tasks %s, results %s".formatted(runId, stage.stage(), tasks, results)));
                return;
            }
        }
    }

    private List<TaskId> ids(Topic<?> topic) throws IOException {
        List<TaskId> ids = new ArrayList<>();
        for (SpecificRecord value : events.of(topic, runId)) {
            ids.add(Objects.requireNonNull(Identity.task(value), topic.name()));
        }
        return ids;
    }

    private void once(Topic<?> topic, boolean needed) throws IOException {
        int count = events.of(topic, runId).size();
        if (count > 1) {
            problems.add(Problem.doubled("%s: %d records in %s".formatted(runId, count, topic.name())));
        } else if (count == 0 && needed) {
            problems.add(Problem.lost("%s: no record in %s".formatted(runId, topic.name())));
        }
    }

    private void none(Topic<?> topic) throws IOException {
        List<? extends SpecificRecord> found = events.of(topic, runId);
        if (!found.isEmpty()) {
            problems.add(Problem.other("%s: found in %s: %s".formatted(runId, topic.name(), found)));
        }
    }
}
