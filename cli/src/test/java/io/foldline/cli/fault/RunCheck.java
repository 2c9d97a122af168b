package io.foldline.cli.fault;

import io.foldline.event.TaskId;
import io.foldline.kafka.wire.Identity;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.Rounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
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
        if (!cancelled) {
            none(Topics.RUN_CANCELLED);
            // A worker may find the output of a cancelled run gone before it hears that there is nothing more to do.
            none(Topics.TASK_FAILED);
        }
        int last = lastRound(whole);
        for (StageTopics<?, ?, ?, ?> stage : Topics.STAGES) {
            List<Integer> ended = rounds(stage.completed());
            onceARound(stage, ended, last, whole);
            if (stage.equals(Topics.SOLVER)) {
                rounds(Topics.RUN_CONTINUED).forEach(round -> ended.add(round - 1));
            }
            tasks(stage, Set.copyOf(ended));
        }
    }

    /** The run went from round to round, into each once. */
    private int lastRound(boolean whole) throws IOException {
        List<Integer> rounds = rounds(Topics.RUN_CONTINUED);
        int last = rounds.stream().mapToInt(round -> round).max().orElse(0);
        Set<Integer> different = new HashSet<>(rounds);
        if (different.size() < rounds.size()) {
            problems.add(Problem.doubled("%s: continued in the rounds %s".formatted(runId, rounds)));
        }
        if (whole && different.size() != last) {
            problems.add(Problem.lost("%s: continued in the rounds %s alone".formatted(runId, rounds)));
        }
        return last;
    }

    /** The stages in front of the merger end in every round, but for the solver, which goes on or has another one begin. */
    private void onceARound(StageTopics<?, ?, ?, ?> stage, List<Integer> ended, int last, boolean whole) {
        boolean inEach = stage.equals(Topics.SCORER) || stage.equals(Topics.CALIBRATOR);
        for (int round = 0; round <= last; round++) {
            int count = Collections.frequency(ended, round);
            if (count > 1) {
                problems.add(Problem.doubled(
                        "%s: %s ended %d times in round %d".formatted(runId, stage.stage(), count, round)));
            } else if (count == 0 && whole && (inEach || round == last)) {
                problems.add(Problem.lost("%s: %s did not end in round %d".formatted(runId, stage.stage(), round)));
            } else if (count == 1 && !inEach && round < last) {
                problems.add(
                        Problem.other("%s: %s ended in round %d of %d".formatted(runId, stage.stage(), round, last)));
            }
        }
    }

    private List<Integer> rounds(Topic<?> topic) throws IOException {
        List<Integer> rounds = new ArrayList<>();
        for (SpecificRecord value : events.of(topic, runId)) {
            rounds.add(Rounds.of(Identity.request(value)));
        }
        return rounds;
    }

    /**
     * Each task was handed out once, each result is of a task, and the stage has ended only with all of them.
     *
     * @param endedRounds rounds in which it has
     */
    private void tasks(StageTopics<?, ?, ?, ?> stage, Set<Integer> endedRounds) throws IOException {
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
        for (TaskId task : different) {
            long inRound = different.stream()
                    .filter(other -> other.getRound() == task.getRound())
                    .count();
            boolean ended = endedRounds.contains(task.getRound());
            if (ended && (inRound != task.getCount() || !results.contains(task))) {
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
