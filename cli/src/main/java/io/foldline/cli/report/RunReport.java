package io.foldline.cli.report;

import io.foldline.cli.show.BudgetUse;
import io.foldline.cli.show.CalibrationUse;
import io.foldline.cli.show.Metrics;
import io.foldline.cli.show.Numbers;
import io.foldline.cli.show.RequestTable;
import io.foldline.cli.show.Summary;
import io.foldline.cli.story.RunStory;
import io.foldline.cli.story.StoryEvent;
import io.foldline.event.BlockMap;
import io.foldline.event.Candidate;
import io.foldline.event.Cut;
import io.foldline.event.Fold;
import io.foldline.event.FoldContent;
import io.foldline.event.Trial;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.ScoreBasis;
import io.foldline.pruning.Windows;
import io.foldline.storage.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report of a completed run: what was removed, why there, what it cost, and how it came about. */
public final class RunReport {
    private final RunStory story;
    private final Page page;

    private RunReport(RunStory story) {
        this.story = story;
        this.page = new Page(Summary.modelName(story.request()) + ": " + Summary.removal(story));
    }

    /** The page. */
    public static String of(RunStory story) {
        RunReport report = new RunReport(story);
        report.head();
        report.removal();
        report.distances();
        report.trials();
        report.scores();
        report.request();
        report.log();
        return report.page.toString();
    }

    private void head() {
        page.paragraph(
                "lead",
                "Run %s, method %s, into %s"
                        .formatted(
                                story.request().getRunId(),
                                story.request().getMethod().getName(),
                                Place.shown(story.merged().getOutput())));
        long dense = story.merged().getDenseParameters();
        long pruned = story.merged().getParameters();
        StringBuilder facts = new StringBuilder("<ul class=\"facts\">");
        fact(
                facts,
                "%d of %d"
                        .formatted(
                                story.removed().size(),
                                story.evaluated().getPlan().getBlocks()),
                "blocks removed");
        fact(
                facts,
                Numbers.count(pruned),
                "parameters, of %s (%s)"
                        .formatted(Numbers.count(dense), Numbers.percent(100.0 * (pruned - dense) / dense)));
        story.residual().ifPresent(value -> fact(facts, Numbers.score(value), "relative residual of the fold"));
        Double retained = story.evaluated().getRetainedPercent();
        if (retained != null) {
            fact(facts, Numbers.percent(retained), "of the dense scores retained");
        }
        page.markup(facts.append("</ul>"));
    }

    private static void fact(StringBuilder facts, String value, String name) {
        facts.append("<li><b>%s</b><span>%s</span></li>".formatted(Markup.escape(value), Markup.escape(name)));
    }

    private void removal() {
        page.heading("What was removed");
        page.picture(
                BlockStack.draw(story.evaluated().getPlan(), story.folds()),
                "Blocks of the dense model, input to the left; the run " + Summary.cuts(story) + ".");
        BudgetUse.of(story).ifPresent(use -> page.paragraph("note", "Budget " + use.words() + "."));
        if (story.folds()) {
            HtmlTable folds = new HtmlTable("numbers", "folded into block", "relative residual", "ridge");
            for (Fold fold : story.solved(FoldContent.TRANSFORM)) {
                folds.row(
                        Integer.toString(fold.getBlock()),
                        Numbers.score(fold.getRelativeResidual()),
                        Numbers.score(fold.getRidge()));
            }
            page.markup(folds);
        }
        List<Fold> weights = story.solved(FoldContent.WEIGHTS);
        if (!weights.isEmpty()) {
            HtmlTable table =
                    new HtmlTable("numbers", "new weights in block", "maps", "left of what was missing", "ridge");
            for (Fold fold : weights) {
                table.row(
                        fold.getMap() == BlockMap.FINAL_NORM ? "" : Integer.toString(fold.getBlock()),
                        words(fold.getMap()),
                        Numbers.percent(100 * fold.getRelativeResidual()),
                        Numbers.score(fold.getRidge()));
            }
            page.markup(table);
        }
        List<Fold> scales = story.solved(FoldContent.SCALE);
        if (!scales.isEmpty()) {
            HtmlTable table = new HtmlTable("numbers", "residual stream scaled up to block", "map", "factor");
            for (Fold fold : scales) {
                table.row(Integer.toString(fold.getBlock()), words(fold.getMap()), Numbers.score(fold.getFactor()));
            }
            page.markup(table);
        }
    }

    private static String words(BlockMap map) {
        return map.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void distances() {
        if (story.scored().getCandidates().isEmpty()) {
            return;
        }
        BlockSelector selector =
                BlockSelectors.named(story.request().getSelector().getName());
        Set<Cut> chosen = chosen(selector);
        page.heading("Why there");
        story.scored().getCandidates().stream()
                .collect(Collectors.groupingBy(
                        candidate -> candidate.getCut().getRemoved(), TreeMap::new, Collectors.toList()))
                .forEach((size, candidates) -> page.picture(
                        DistanceCurve.draw(candidates, chosen, selector),
                        "%s%s; %s.".formatted(what(selector, size), measuredOn(), why(selector))));
    }

    private void trials() {
        if (story.trials().isEmpty()) {
            return;
        }
        page.heading("How much was made up for");
        page.paragraph(
                "note",
                "Mean KL divergence of the next-token probabilities from those of the dense model, in nats, on calibration samples that nothing was solved on, after the first steps; those that come closest stay.");
        HtmlTable table =
                new HtmlTable("numbers", "steps", "the last in", "divergence", "seconds since the request", "");
        for (Trial trial : story.trials()) {
            table.row(
                    Integer.toString(trial.getFolds()),
                    place(trial),
                    Numbers.score(trial.getDivergence()),
                    "%.1f".formatted(trial.getSeconds()),
                    trial.getFolds() == story.evaluated().getFolds().size() ? "stays" : "");
        }
        page.markup(table);
    }

    private static String place(Trial trial) {
        BlockMap map = trial.getMap();
        if (map == null) {
            return "";
        }
        return map == BlockMap.FINAL_NORM ? words(map) : "block %d, %s".formatted(trial.getBlock(), words(map));
    }

    private static String what(BlockSelector selector, int size) {
        return switch (selector.choice()) {
            case WINDOW ->
                (selector.basis() == ScoreBasis.STATES
                                ? "Distance of the hidden states in front of and behind every run of %d blocks"
                                : "Runs of %d blocks")
                        .formatted(size);
            case GREEDY -> "Loss of the model without each block";
            case BLOCKS -> "Each block but the first by itself";
        };
    }

    private String measuredOn() {
        return story.scored().getSamples() == 0
                ? ""
                : ", over %d samples (%s tokens)"
                        .formatted(
                                story.scored().getSamples(),
                                Numbers.count(story.scored().getTokens()));
    }

    private String why(BlockSelector selector) {
        return switch (selector.choice()) {
            case WINDOW ->
                story.request().getCutCount() == 1
                        ? "the lowest was chosen"
                        : "of %d windows that do not overlap the lowest were chosen, longer ones first"
                                .formatted(story.request().getCutCount());
            case GREEDY -> "the lowest was chosen, and then the next one in the same way without it";
            case BLOCKS -> "the lowest of those that may go were chosen";
        };
    }

    private Set<Cut> chosen(BlockSelector selector) {
        if (selector.single()) {
            return singles();
        }
        return story.request().getCutCount() == 1
                ? Set.copyOf(story.evaluated().getPlan().getCuts())
                : windows();
    }

    private Set<Cut> singles() {
        return story.removed().stream().map(block -> new Cut(block - 1, 1)).collect(Collectors.toSet());
    }

    /** As the scorer took them; the plan has those that touch as one. */
    private Set<Cut> windows() {
        Map<io.foldline.pruning.Cut, Double> distances = new HashMap<>();
        for (Candidate candidate : story.scored().getCandidates()) {
            Cut cut = candidate.getCut();
            distances.put(new io.foldline.pruning.Cut(cut.getKept(), cut.getRemoved()), candidate.getDistance());
        }
        return Windows.take(
                        story.evaluated().getPlan().getBlocks(),
                        Windows.sizes(story.removed().size(), story.request().getCutCount()),
                        distances::get)
                .stream()
                .map(cut -> new Cut(cut.kept(), cut.removed()))
                .collect(Collectors.toSet());
    }

    private void scores() {
        page.heading("Dense against pruned");
        if (story.evaluated().getScores().isEmpty()) {
            page.paragraph("note", "Nothing was measured; --evaluate names what to measure.");
            return;
        }
        page.picture(
                ScoreBars.draw(story.evaluated().getScores()), "Each pair of bars has a scale of its own, from zero.");
        HtmlTable table = new HtmlTable("numbers", "task", "metric", "dense", "pruned", "retained");
        for (Metrics.Row row : Metrics.rows(story.evaluated().getScores())) {
            table.row(
                    row.shortTask(),
                    row.metric(),
                    Numbers.score(row.dense()),
                    Numbers.score(row.pruned()),
                    Numbers.percent(row.retainedPercent()));
        }
        page.markup(table);
    }

    private void request() {
        page.heading("The request");
        HtmlTable request = new HtmlTable("pairs");
        RequestTable.of(story.request()).forEach(request::row);
        List<CalibrationUse> uses = CalibrationUse.of(story);
        if (!uses.isEmpty()) {
            request.row("calibration samples taken", CalibrationUse.words(uses));
        }
        page.markup(request);
        page.markup("<pre>foldline run foldline_run.yaml --out NEW_FOLDER</pre>");
        page.heading("Time");
        HtmlTable times = new HtmlTable("numbers", "stage", "seconds");
        story.seconds().forEach((stage, seconds) -> times.row(stage, "%.1f".formatted(seconds)));
        page.markup(times);
    }

    private void log() {
        List<StoryEvent> events = story.events();
        page.heading("Event log");
        HtmlTable table = new HtmlTable("log", "at", "topic", "event");
        events.forEach(event -> table.row(event.at().toString(), event.topic(), event.what()));
        page.markup("<details><summary>%d events</summary>%s</details>".formatted(events.size(), table));
    }
}
