package io.foldline.cli.report;

import io.foldline.cli.show.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Several curves over the same few columns, each in a colour of its own, with a key. Values are on a logarithmic scale. */
public final class Lines {
    private static final double WIDTH = 720;
    private static final double KEY_ROW = 18;
    private static final double PLOT = 300;
    private static final double LEFT = 72;
    private static final double RIGHT = 16;
    private static final double TOP = 16;
    private static final double BOTTOM = 40;
    /** Number of colours in the style sheet. */
    private static final int COLOURS = 8;

    private final List<String> columns;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String name, List<Double> values) {}

    /** @param columns what stands below each column */
    public Lines(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    /** @param values one a column, positive; NaN where there is none */
    public Lines add(String name, List<Double> values) {
        lines.add(new Line(name, List.copyOf(values)));
        return this;
    }

    /**
     * The picture.
     *
     * @param level drawn as a straight line: what all are compared with
     * @param title what it shows
     */
    Svg draw(double level, String title) {
        Svg svg = new Svg(WIDTH, PLOT + KEY_ROW * lines.size(), title);
        Scale x = new Scale(0, Math.max(1, columns.size() - 1.0), LEFT + 24, WIDTH - RIGHT - 24);
        Scale y = vertical(level);
        for (double tick : ticks(y)) {
            svg.line("grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick));
            svg.text("tick", LEFT - 8, y.at(tick) + 4, "end", Numbers.tick(Math.exp(tick)));
        }
        for (int i = 0; i < columns.size(); i++) {
            svg.text("tick", x.at(i), PLOT - BOTTOM + 18, "middle", columns.get(i));
        }
        svg.line("level", LEFT, y.at(Math.log(level)), WIDTH - RIGHT, y.at(Math.log(level)));
        svg.text("axis", WIDTH - RIGHT, y.at(Math.log(level)) - 4, "end", "dense");
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, i, x, y);
        }
        return svg;
    }

    private void draw(Svg svg, int number, Scale x, Scale y) {
        Line line = lines.get(number);
        String colour = "series-" + number % COLOURS;
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            double value = line.values.get(i);
            if (Double.isFinite(value)) {
                path.append(String.format(
                        Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", x.at(i), y.at(Math.log(value))));
                svg.circle(
                        colour + " dot",
                        x.at(i),
                        y.at(Math.log(value)),
                        3.5,
                        line.name + ", " + columns.get(i) + ": " + Numbers.score(value));
            }
        }
        svg.path(colour + " stroke", path.toString());
        double at = PLOT + KEY_ROW * number + 4;
        svg.line(colour + " stroke", LEFT, at - 4, LEFT + 24, at - 4);
        svg.text("tick", LEFT + 32, at, "start", line.name);
    }

    private Scale vertical(double level) {
        double[] logs = IntStream.range(0, lines.size())
                .boxed()
                .flatMap(i -> lines.get(i).values.stream())
                .filter(Double::isFinite)
                .mapToDouble(Math::log)
                .toArray();
        double low = Math.log(level);
        double high = low;
        for (double log : logs) {
            low = Math.min(low, log);
            high = Math.max(high, log);
        }
        double margin = Math.max(0.02, (high - low) * 0.08);
        return new Scale(low - margin, high + margin, PLOT - BOTTOM, TOP);
    }

    /** Logarithms of round numbers: 1, 2 and 5 times powers of ten where there are enough, else evenly spaced ones. */
    private static List<Double> ticks(Scale y) {
        List<Double> ticks = new ArrayList<>();
        for (int power = -9; power < 12; power++) {
            for (int digit : new int[] {1, 2, 5}) {
                double log = Math.log(digit * Math.pow(10, power));
                if (log >= y.low() && log <= y.high()) {
                    ticks.add(log);
                }
            }
        }
        return ticks.size() > 1
                ? ticks
                : new Scale(Math.exp(y.low()), Math.exp(y.high()), 0, 1)
                        .ticks(4).stream()
                                .filter(value -> value > 0)
                                .map(Math::log)
                                .toList();
    }
}
