package io.foldline.cli.show;

import io.foldline.cli.story.RunStory;
import io.foldline.event.CheckpointMerged;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.Trial;
import io.foldline.storage.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a completed run gave, as text. */
public final class ResultTable {
    private ResultTable() {}

    /** Several lines, each ended. */
    public static String of(RunStory story) {
        StringBuilder text = new StringBuilder();
        text.append(Summary.modelName(story.request())).append(": ");
        text.append(Summary.cuts(story)).append('\n');
        CheckpointMerged merged = story.merged();
        text.append("parameters: %s of %s (%s)%n"
                .formatted(
                        Numbers.count(merged.getParameters()),
                        Numbers.count(merged.getDenseParameters()),
                        Numbers.percent(100.0
                                * (merged.getParameters() - merged.getDenseParameters())
                                / merged.getDenseParameters())));
        BudgetUse.of(story)
                .ifPresent(use -> text.append("budget ").append(use.words()).append('\n'));
        story.residual().ifPresent(value -> text.append("residual of the fold: %s%n".formatted(Numbers.score(value))));
        if (!story.trials().isEmpty()) {
            text.append(steps(story)).append('\n');
        }
        List<CalibrationUse> uses = CalibrationUse.of(story);
        if (!uses.isEmpty()) {
            text.append("calibration samples: %s%n".formatted(CalibrationUse.words(uses)));
        }
        if (!story.evaluated().getScores().isEmpty()) {
            text.append('\n').append(scores(story)).append('\n');
            retained(story.evaluated()).ifPresent(text::append);
        }
        text.append(story.seconds().entrySet().stream()
                .map(stage -> stage.getKey() + " " + Numbers.seconds(stage.getValue()))
                .collect(Collectors.joining(", ", "time: ", "\n")));
        return text.toString();
    }

    /** The same, and where the checkpoint is: what a command ends with that made it. */
    public static String withPlace(RunStory story) {
        return "\n%scheckpoint and report: %s\n"
                .formatted(of(story), Place.shown(story.merged().getOutput()));
    }

    /** How many steps of a method that is tried stay, and what they are good for. */
    private static String steps(RunStory story) {
        List<Trial> trials = story.trials();
        int stay = story.evaluated().getFolds().size();
        double least = trials.stream().mapToDouble(Trial::getDivergence).min().orElseThrow();
        return "steps that stay: %d of %d, divergence from the dense model on held-out texts %s, %s without any"
                .formatted(
                        stay,
                        trials.get(trials.size() - 1).getFolds(),
                        Numbers.score(least),
                        Numbers.score(trials.get(0).getDivergence()));
    }

    private static TextTable scores(RunStory story) {
        TextTable table = new TextTable("task", "metric", "dense", "pruned", "retained");
        for (Metrics.Row row : Metrics.rows(story.evaluated().getScores())) {
            table.row(
                    row.shortTask(),
                    row.metric(),
                    Numbers.score(row.dense()),
                    Numbers.score(row.pruned()),
                    Numbers.percent(row.retainedPercent()));
        }
        return table;
    }

    /** What was kept over all tasks, where its interval is known. */
    private static Optional<String> retained(ModelEvaluated evaluated) {
        return evaluated.getRetainedPercent() == null || evaluated.getRetainedLow() == null
                ? Optional.empty()
                : Optional.of("retained: %s, with 95 %% confidence %s to %s%n"
                        .formatted(
                                Numbers.percent(evaluated.getRetainedPercent()),
                                Numbers.percent(evaluated.getRetainedLow()),
                                Numbers.percent(evaluated.getRetainedHigh())));
    }
}
