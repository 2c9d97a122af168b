package io.foldline.cli.show;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.cli.story.RunStory;
import io.foldline.event.Candidate;
import io.foldline.event.TaskScore;
import io.foldline.event.Trial;
import io.foldline.storage.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What a completed run gave, as the one JSON object that {@code --json} prints; numbers in full precision. */
public final class ResultJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ResultJson() {}

    /**
     * The object: {@code runId}, {@code out} (path), {@code removed} and {@code kept} (block numbers of the dense model),
     * {@code budget} (what was asked for, what was removed and is left, in parameters, bytes or seconds; only where there was one),
     * {@code method}, {@code distances} (of every candidate), {@code trials} (only of methods that are tried: after how many steps,
     * the last in which block and map, at which mean divergence from the dense model on held-out samples, how many seconds after the request), {@code residual} (null where nothing was folded),
     * {@code calibration} (texts taken of each source), {@code evaluation} and {@code seconds} by stage.
     *
     * @param taskName how to call a benchmark task that the event log knows by its full name
     */
    public static ObjectNode of(RunStory story, UnaryOperator<String> taskName) {
        ObjectNode json = JSON.createObjectNode();
        json.put("runId", story.request().getRunId());
        json.put("out", Place.shown(story.merged().getOutput()));
        story.removed().forEach(json.putArray("removed")::add);
        story.kept().forEach(json.putArray("kept")::add);
        BudgetUse.of(story).ifPresent(use -> json.set("budget", budget(use)));
        json.put("method", story.request().getMethod().getName());
        ArrayNode distances = json.putArray("distances");
        story.scored().getCandidates().forEach(candidate -> distances.add(distance(candidate)));
        if (!story.trials().isEmpty()) {
            ArrayNode trials = json.putArray("trials");
            story.trials().forEach(trial -> trials.add(trial(trial)));
        }
        if (story.residual().isPresent()) {
            json.put("residual", story.residual().getAsDouble());
        } else {
            json.putNull("residual");
        }
        ArrayNode calibration = json.putArray("calibration");
        CalibrationUse.of(story).forEach(use -> calibration.add(calibration(use)));
        json.set("evaluation", evaluation(story, taskName));
        ObjectNode seconds = json.putObject("seconds");
        story.seconds().forEach(seconds::put);
        return json;
    }

    private static ObjectNode budget(BudgetUse use) {
        return JSON.createObjectNode()
                .put("asked", use.asked())
                .put("removed", use.removed())
                .put("left", use.left());
    }

    private static ObjectNode distance(Candidate candidate) {
        int kept = candidate.getCut().getKept();
        ObjectNode json = JSON.createObjectNode().put("kept", kept);
        IntStream.rangeClosed(kept + 1, kept + candidate.getCut().getRemoved()).forEach(json.putArray("removed")::add);
        return json.put("distance", candidate.getDistance());
    }

    private static ObjectNode trial(Trial trial) {
        ObjectNode json = JSON.createObjectNode().put("steps", trial.getFolds());
        if (trial.getMap() != null) {
            json.put("block", trial.getBlock()).put("map", trial.getMap().name().toLowerCase(Locale.ROOT));
        }
        return json.put("divergence", trial.getDivergence()).put("seconds", trial.getSeconds());
    }

    private static ObjectNode calibration(CalibrationUse use) {
        return JSON.createObjectNode()
                .put("source", Place.shown(use.source().getUri()))
                .put("column", use.source().getColumn())
                .put("weight", use.source().getWeight())
                .put("samples", use.samples());
    }

    private static ObjectNode evaluation(RunStory story, UnaryOperator<String> taskName) {
        List<TaskScore> scores = story.evaluated().getScores();
        ObjectNode json = JSON.createObjectNode();
        ObjectNode dense = json.putObject("dense");
        ObjectNode pruned = json.putObject("pruned");
        for (TaskScore score : scores) {
            String name = taskName.apply(score.getEvaluation());
            dense.set(name, metrics(score.getDense()));
            pruned.set(name, metrics(score.getPruned()));
        }
        json.put("retainedPercent", story.evaluated().getRetainedPercent());
        if (story.evaluated().getRetainedLow() != null) {
            json.putArray("retainedInterval")
                    .add(story.evaluated().getRetainedLow())
                    .add(story.evaluated().getRetainedHigh());
        }
        return json;
    }

    private static ObjectNode metrics(Map<String, Double> metrics) {
        return JSON.valueToTree(new TreeMap<>(metrics));
    }
}
