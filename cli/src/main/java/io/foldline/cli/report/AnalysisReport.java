package io.foldline.cli.report;

import io.foldline.cli.show.Numbers;
import io.foldline.cli.show.RequestTable;
import io.foldline.cli.show.Summary;
import io.foldline.event.Candidate;
import io.foldline.event.RunRequested;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page that shows the distances of candidate cuts. */
public final class AnalysisReport {
    private AnalysisReport() {}

    /** @param candidates at least one, size by size */
    public static String of(RunRequested request, List<Candidate> candidates) {
        BlockSelector selector = BlockSelectors.named(request.getSelector().getName());
        Page page = new Page(Summary.modelName(request) + ": distances of candidate cuts");
        page.paragraph(
                "lead",
                "Selector %s over %s of %s"
                        .formatted(
                                request.getSelector().getName(),
                                RequestTable.samples(request.getCalibration()),
                                RequestTable.sources(request.getCalibration().getSources())));
        Map<Integer, List<Candidate>> sizes = candidates.stream()
                .collect(Collectors.groupingBy(
                        candidate -> candidate.getCut().getRemoved(), TreeMap::new, Collectors.toList()));
        if (sizes.size() > 1) {
            page.heading("Every candidate");
            page.picture(
                    DistanceMap.draw(candidates),
                    "The darker, the lower is the %s; the best of each size is framed.".formatted(selector.measure()));
        }
        HtmlTable best =
                new HtmlTable("numbers", "blocks removed", "best candidate", "kept in front", selector.measure());
        sizes.forEach((size, some) -> {
            Candidate lowest = lowest(some);
            best.row(
                    size.toString(),
                    Cuts.range(lowest.getCut()),
                    Integer.toString(lowest.getCut().getKept()),
                    Numbers.score(lowest.getDistance()));
        });
        page.heading("The best of each size");
        page.markup(best);
        sizes.forEach((size, some) -> {
            if (some.size() == 1) {
                return;
            }
            page.heading(size == 1 ? "1 block removed" : size + " blocks removed");
            page.picture(
                    DistanceCurve.draw(some, Set.of(lowest(some).getCut()), selector),
                    selector.single()
                            ? "Each block by itself; the lowest is marked."
                            : "Every run by the block that is kept; the lowest is marked.");
        });
        return page.toString();
    }

    private static Candidate lowest(List<Candidate> candidates) {
        return candidates.stream()
                .min(Comparator.comparingDouble(Candidate::getDistance))
                .orElseThrow();
    }
}
