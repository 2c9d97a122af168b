package io.foldline.cli.report;

import io.foldline.cli.show.Numbers;
import io.foldline.event.Candidate;
import io.foldline.event.Cut;
import io.foldline.pruning.BlockSelector;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The score of every candidate against the block that it keeps, or where candidates are single blocks against the block;
 * the chosen ones are marked.
 */
final class DistanceCurve {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 280;
    private static final double LEFT = 64;
    private static final double RIGHT = 16;
    private static final double TOP = 28;
    private static final double BOTTOM = 46;

    private DistanceCurve() {}

    /**
     * @param candidates at least one, of one size, by ascending kept block
     * @param chosen cuts to be marked, those of other sizes ignored
     */
    static Svg draw(List<Candidate> candidates, Set<Cut> chosen, BlockSelector selector) {
        Svg svg = new Svg(WIDTH, HEIGHT, "Score of every candidate by its block");
        Scale x = new Scale(
                candidates.get(0).getCut().getKept(),
                candidates.get(candidates.size() - 1).getCut().getKept(),
                LEFT + 12,
                WIDTH - RIGHT - 12);
        Scale y = vertical(candidates);
        axes(svg, candidates, x, y, selector);
        StringBuilder path = new StringBuilder();
        for (Candidate candidate : candidates) {
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    path.isEmpty() ? "M" : " L",
                    x.at(candidate.getCut().getKept()),
                    y.at(candidate.getDistance())));
        }
        svg.path("curve", path.toString());
        for (Candidate candidate : candidates) {
            point(svg, candidate, chosen.contains(candidate.getCut()), x, y);
        }
        return svg;
    }

    private static Scale vertical(List<Candidate> candidates) {
        double low =
                candidates.stream().mapToDouble(Candidate::getDistance).min().orElse(0);
        double high =
                candidates.stream().mapToDouble(Candidate::getDistance).max().orElse(1);
        double margin = high > low ? (high - low) * 0.12 : Math.max(Math.abs(high), 1e-6) * 0.1;
        return new Scale(Math.max(0, low - margin), high + margin, HEIGHT - BOTTOM, TOP);
    }

    private static void axes(Svg svg, List<Candidate> candidates, Scale x, Scale y, BlockSelector selector) {
        for (double tick : y.ticks(5)) {
            svg.line("grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick));
            svg.text("tick", LEFT - 8, y.at(tick) + 4, "end", Numbers.tick(tick));
        }
        int every = Math.max(1, candidates.size() / 16);
        for (int i = 0; i < candidates.size(); i += every) {
            int kept = candidates.get(i).getCut().getKept();
            int shown = selector.single() ? kept + 1 : kept;
            svg.text("tick", x.at(kept), HEIGHT - BOTTOM + 18, "middle", Integer.toString(shown));
        }
        String blocks = selector.single() ? "block" : "block kept in front of the removed ones";
        svg.text("axis", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", blocks);
        svg.text("axis", LEFT - 52, TOP - 12, "start", selector.measure());
    }

    private static void point(Svg svg, Candidate candidate, boolean chosen, Scale x, Scale y) {
        double atX = x.at(candidate.getCut().getKept());
        double atY = y.at(candidate.getDistance());
        String distance = Numbers.score(candidate.getDistance());
        svg.circle(
                chosen ? "chosen" : "point",
                atX,
                atY,
                chosen ? 6 : 3.5,
                Cuts.range(candidate.getCut()) + ": " + distance);
        if (chosen) {
            String anchor = atX < LEFT + 40 ? "start" : atX > WIDTH - RIGHT - 40 ? "end" : "middle";
            svg.text("mark", atX, atY - 12, anchor, distance);
        }
    }
}
