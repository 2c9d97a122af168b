package io.foldline.cli.request;

import java.util.Collection;
import java.util.Comparator;

/** The name that was perhaps meant. */
final class Nearest {
    private Nearest() {}

    /** @param names at least one */
    static String to(String given, Collection<String> names) {
        return names.stream()
                .min(Comparator.<String>comparingInt(name -> edits(given, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Levenshtein's distance: insertions, deletions and replacements that make one out of the other. */
    private static int edits(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int diagonal = above[0];
            above[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = diagonal + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = above[column];
                above[column] = Math.min(replaced, Math.min(above[column], above[column - 1]) + 1);
            }
        }
        return above[other.length()];
    }
}
