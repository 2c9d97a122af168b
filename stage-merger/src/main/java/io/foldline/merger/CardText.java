package io.foldline.merger;

import io.foldline.event.BlockMap;
import io.foldline.event.Calibration;
import io.foldline.event.CutPolicy;
import io.foldline.event.Fold;
import io.foldline.event.Plan;
import io.foldline.event.TaskScore;
import io.foldline.passes.Plans;
import io.foldline.pruning.Cut;
import io.foldline.pruning.DropAmount;
import io.foldline.storage.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The prose and the tables of a model card. */
final class CardText {
    private final ModelCard card;

    CardText(ModelCard card) {
        this.card = card;
    }

    String body() {
        List<String> sections = new ArrayList<>();
        sections.add("This model is %s with fewer blocks, made by Foldline %s without training. %s"
                .formatted(
                        card.source().model(), Version.current(), card.method().description()));
        sections.add("## What was removed\n\n" + String.join("\n", facts()));
        if (!card.scores().isEmpty()) {
            sections.add("## Scores\n\n" + String.join("\n", scores()));
        }
        sections.add(
                "## Use\n\nLike the dense model: the checkpoint has the same layout, with fewer blocks, and needs no code of its own.");
        return String.join("\n\n", sections) + "\n";
    }

    private List<String> facts() {
        Plan plan = card.plan();
        List<String> rows = new ArrayList<>(List.of("| | |", "|---|---|"));
        plan.getCuts()
                .forEach(cut -> rows.add(row(
                        "cut",
                        new Cut(cut.getKept(), cut.getRemoved())
                                .describe(plan.getBlocks(), card.method().transforms()))));
        rows.add(row(
                "blocks kept",
                "%d of %d".formatted(plan.getBlocks() - plan.getRemoved().size(), plan.getBlocks())));
        rows.add(row(
                "parameters kept",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d (%.1f %%)",
                        card.parameters(),
                        card.denseParameters(),
                        100.0 * card.parameters() / card.denseParameters())));
        rows.add(row(
                "method",
                "%s (%s)".formatted(card.method().name(), card.method().paper())));
        for (Fold fold : card.folds()) {
            rows.add(fact(fold));
        }
        boolean chosen = card.request().getCuts().isEmpty();
        if (chosen && Plans.amount(card.request()) instanceof DropAmount.Budget budget) {
            rows.add(row("to be removed at least", budget.toString()));
        }
        if (card.method().transforms() && plan.getCuts().size() > 1) {
            boolean sequential = card.request().getCutPolicy() == CutPolicy.SEQUENTIAL;
            rows.add(row(
                    "cuts calibrated", sequential ? "each with the folds in front of it" : "all on the dense model"));
        }
        rows.add(row("blocks chosen by", chosen ? card.request().getSelector().getName() : "hand"));
        if (chosen || !card.folds().isEmpty()) {
            rows.add(row("calibration", calibration(card.request().getCalibration())));
        }
        rows.add(row("run", card.request().getRunId()));
        return rows;
    }

    private static String fact(Fold fold) {
        String residual = number(fold.getRelativeResidual());
        String ridge = number(fold.getRidge());
        String map = fold.getMap().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String place = fold.getMap() == BlockMap.FINAL_NORM ? map : "block %d, %s".formatted(fold.getBlock(), map);
        return switch (fold.getContent()) {
            case WEIGHTS ->
                row("new weights in " + place, "%s left of what was missing, ridge %s".formatted(residual, ridge));
            case SCALE -> row("residual stream scaled up to " + place, "factor " + number(fold.getFactor()));
            case TRANSFORM, UNKNOWN ->
                row("fold into block " + fold.getBlock(), "relative residual %s, ridge %s".formatted(residual, ridge));
        };
    }

    private static String calibration(Calibration calibration) {
        String files = calibration.getSources().stream()
                .map(source -> name(source.getUri()))
                .collect(Collectors.joining(", "));
        return "%s, up to %d samples of up to %d tokens"
                .formatted(files, calibration.getSamples(), calibration.getMaxLength());
    }

    /** Folders of a machine are nobody's business; a place elsewhere can be looked up. */
    private static String name(String uri) {
        return Place.isRemote(uri) ? uri : uri.substring(uri.lastIndexOf('/') + 1);
    }

    private List<String> scores() {
        List<String> rows = new ArrayList<>(List.of("| task | metric | dense | pruned |", "|---|---|---|---|"));
        for (TaskScore score : card.scores()) {
            for (String metric : new TreeSet<>(score.getPruned().keySet())) {
                rows.add("| %s | %s | %s | %s |"
                        .formatted(
                                score.getEvaluation(),
                                metric,
                                number(score.getDense().getOrDefault(metric, Double.NaN)),
                                number(score.getPruned().getOrDefault(metric, Double.NaN))));
            }
            rows.add(
                    "| %s | retained | | %s %% |".formatted(score.getEvaluation(), number(score.getRetainedPercent())));
        }
        return rows;
    }

    private static String row(String name, String value) {
        return "| %s | %s |".formatted(name, value.replace("|", "\\|"));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
