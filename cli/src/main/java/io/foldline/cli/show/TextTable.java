package io.foldline.cli.show;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in plain text: the first column to the left, the others to the right, a rule below the heading. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... heading) {
        rows.add(List.of(heading));
    }

    /** Adds a row with as many cells as the heading. */
    public TextTable row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells, the heading has " + rows.get(0).size());
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The table, each line ended. */
    @Override
    public String toString() {
        List<Integer> widths = IntStream.range(0, rows.get(0).size())
                .mapToObj(column -> Collections.max(rows.stream()
                        .map(row -> row.get(column)
                                .codePointCount(0, row.get(column).length()))
                        .toList()))
                .toList();
        String rule = widths.stream().map("─"::repeat).collect(Collectors.joining("  "));
        StringBuilder table =
                new StringBuilder(line(rows.get(0), widths)).append(rule).append('\n');
        rows.stream().skip(1).forEach(row -> table.append(line(row, widths)));
        return table.toString();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String padding = " "
                    .repeat(widths.get(i)
                            - row.get(i).codePointCount(0, row.get(i).length()));
            line.append(i == 0 ? "" : "  ").append(i == 0 ? row.get(i) + padding : padding + row.get(i));
        }
        return line.toString().stripTrailing() + "\n";
    }
}
