package io.foldline.cli.story;

import io.foldline.event.BlocksScored;
import io.foldline.event.RunRequested;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Tells the story of a completed run out of the event log. */
public final class StoryTeller {
    private StoryTeller() {}

    /** @param run a run that completed */
    public static RunStory tell(RunView run) {
        RunRequested request = Objects.requireNonNull(run.request(), "a completed run was requested");
        Map<String, Double> seconds = new LinkedHashMap<>();
        run.stages().forEach(stage -> seconds.put(stage.stage(), stage.seconds()));
        BlocksScored scored = chosen(run);
        List<Integer> gathered = event(run, Topics.CALIBRATOR).getSourceSamples();
        return new RunStory(
                request,
                scored,
                event(run, Topics.SCORER).getTrials(),
                gathered.isEmpty() ? scored.getSourceSamples() : gathered,
                event(run, Topics.MERGER),
                event(run, Topics.EVALUATOR),
                seconds,
                events(run));
    }

    /** What the scorer found in the round in which it compared candidates, or else in the last. */
    private static BlocksScored chosen(RunView run) {
        return run.stage(Topics.SCORER.stage()).events().stream()
                .map(BlocksScored.class::cast)
                .filter(scored -> !scored.getCandidates().isEmpty())
                .findFirst()
                .orElseGet(() -> event(run, Topics.SCORER));
    }

    private static <O extends SpecificRecord> O event(RunView run, StageTopics<?, ?, ?, O> stage) {
        return run.event(stage)
                .orElseThrow(() -> new IllegalStateException("run %s completed, but the log lacks the event of the %s"
                        .formatted(run.runId(), stage.stage())));
    }

    private static List<StoryEvent> events(RunView run) {
        List<StoryEvent> events = new ArrayList<>();
        add(events, run.requestedAt(), Topics.RUN_REQUESTED, "the request");
        for (StageTopics<?, ?, ?, ?> topics : Topics.STAGES) {
            StageView stage = run.stage(topics.stage());
            if (stage.tasks() > 0) {
                add(events, stage.startedAt(), topics.task(), "%d tasks".formatted(stage.tasks()));
                add(
                        events,
                        stage.endedAt(),
                        topics.result(),
                        String.format(
                                Locale.ROOT,
                                "%d results, %d of them reused, %.1f s of work",
                                stage.results(),
                                stage.reused(),
                                stage.workSeconds()));
            }
            add(events, stage.endedAt(), topics.completed(), "the stage completed");
        }
        add(events, run.endedAt(), Topics.RUN_COMPLETED, "the run completed");
        return events;
    }

    private static void add(List<StoryEvent> events, @Nullable Instant at, Topic<?> topic, String what) {
        if (at != null) {
            events.add(new StoryEvent(at, topic.name(), what));
        }
    }
}
