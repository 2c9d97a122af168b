package io.foldline.cli.report;

import io.foldline.cli.show.Numbers;
import io.foldline.event.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every candidate of every size: a cell each, the darker the closer its two ends; the best of each size is framed. */
final class DistanceMap {
    private static final double WIDTH = 720;
    private static final double LEFT = 44;
    private static final double TOP = 48;

    private DistanceMap() {}

    static Svg draw(List<Candidate> candidates) {
        int columns = 1
                + candidates.stream()
                        .mapToInt(candidate -> candidate.getCut().getKept())
                        .max()
                        .orElse(0);
        int rows = candidates.stream()
                .mapToInt(candidate -> candidate.getCut().getRemoved())
                .max()
                .orElse(1);
        double cell = Math.min(48, (WIDTH - LEFT) / Math.max(columns, rows));
        Svg svg = new Svg(
                Math.max(LEFT + columns * cell + 8, 300), TOP + rows * cell + 40, "Distance of every candidate cut");
        double high =
                candidates.stream().mapToDouble(Candidate::getDistance).max().orElse(1);
        double low =
                candidates.stream().mapToDouble(Candidate::getDistance).min().orElse(0);
        Scale strength = new Scale(low, high, 0.95, 0.06);
        Map<Integer, Candidate> best = candidates.stream()
                .collect(Collectors.toMap(
                        candidate -> candidate.getCut().getRemoved(),
                        candidate -> candidate,
                        (one, other) -> Comparator.comparingDouble(Candidate::getDistance)
                                                .compare(one, other)
                                        <= 0
                                ? one
                                : other));
        for (Candidate candidate : candidates) {
            double x = LEFT + candidate.getCut().getKept() * cell;
            double y = TOP + (candidate.getCut().getRemoved() - 1) * cell;
            String tip = Cuts.range(candidate.getCut()) + ": " + Numbers.score(candidate.getDistance());
            svg.shade("cell", x, y, cell - 1, cell - 1, strength.at(candidate.getDistance()), tip);
            if (candidate.equals(best.get(candidate.getCut().getRemoved()))) {
                svg.rectangle("best", x, y, cell - 1, cell - 1, tip);
            }
        }
        labels(svg, columns, rows, cell);
        return svg;
    }

    private static void labels(Svg svg, int columns, int rows, double cell) {
        int every = cell < 18 ? 4 : 1;
        for (int kept = 0; kept < columns; kept += every) {
            svg.text("tick", LEFT + (kept + 0.5) * cell, TOP - 8, "middle", Integer.toString(kept));
        }
        for (int removed = 1; removed <= rows; removed += every) {
            svg.text("tick", LEFT - 8, TOP + (removed - 0.5) * cell + 4, "end", Integer.toString(removed));
        }
        svg.text("axis", 0, TOP - 30, "start", "block kept in front of the removed ones →");
        svg.text("axis", 0, TOP + rows * cell + 22, "start", "↑ blocks removed");
    }
}
