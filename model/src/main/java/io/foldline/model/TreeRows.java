package io.foldline.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Stretches of a tree of tokens whose attention is computed together, padded to the longest. What pads a path comes behind
 * all that is real, so no real query sees it.
 */
final class TreeRows {
    /** Pairs of query and key that may be computed in vain lest there be many groups: about what one costs. */
    private static final long SPARE_PAIRS = 4096;

    /** Pairs of query and key computed at once, unless one stretch has more. */
    private static final long MAX_PAIRS = 1 << 22;

    private final List<TreeRow> rows = new ArrayList<>();
    private int queries;
    private int keys;
    private long realPairs;

    /** The stretches of the tokens of a tree from a number on, those of like size together. */
    static List<TreeRows> of(TokenTree tree, int first) {
        List<TreeRow> sorted = new ArrayList<>(TreeRow.of(tree, first));
        sorted.sort(Comparator.comparing(TreeRow::starts)
                .thenComparing(TreeRow::queries)
                .thenComparing(TreeRow::keys)
                .reversed());
        List<TreeRows> groups = new ArrayList<>(List.of(new TreeRows()));
        for (TreeRow row : sorted) {
            if (!groups.get(groups.size() - 1).takes(row)) {
                groups.add(new TreeRows());
            }
            groups.get(groups.size() - 1).add(row);
        }
        return groups;
    }

    /** Number of stretches. */
    int size() {
        return rows.size();
    }

    /** Length of the longest stretch, in tokens. */
    int queries() {
        return queries;
    }

    /** Length of the longest path, in tokens. */
    int keys() {
        return keys;
    }

    /** Whether nothing comes before the stretches. */
    boolean starts() {
        return rows.get(0).starts();
    }

    /** Numbers of the tokens of the stretches, (size × queries). */
    long[] queryTokens() {
        return flat(queries, TreeRow::query);
    }

    /** Numbers of the tokens of the paths, (size × keys). */
    long[] keyTokens() {
        return flat(keys, TreeRow::key);
    }

    /** Says where each token is among the queries. */
    void place(PlaceOfToken sink) {
        for (int row = 0; row < rows.size(); row++) {
            for (int place = 0; place < rows.get(row).queries(); place++) {
                sink.accept(rows.get(row).query(place), row * queries + place);
            }
        }
    }

    /** Takes the place of a token by its number. */
    @FunctionalInterface
    interface PlaceOfToken {
        void accept(int token, int place);
    }

    private boolean takes(TreeRow row) {
        if (rows.isEmpty()) {
            return true;
        }
        long padded = (size() + 1L) * queries * Math.max(keys, row.keys());
        long real = realPairs + row.pairs();
        return row.starts() == starts() && padded <= MAX_PAIRS && padded <= real + real / 2 + SPARE_PAIRS;
    }

    private void add(TreeRow row) {
        rows.add(row);
        queries = Math.max(queries, row.queries());
        keys = Math.max(keys, row.keys());
        realPairs += row.pairs();
    }

    private interface TokenAt {
        int of(TreeRow row, int place);
    }

    private long[] flat(int length, TokenAt token) {
        long[] flat = new long[Math.multiplyExact(rows.size(), length)];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = token.of(rows.get(i / length), i % length);
        }
        return flat;
    }
}
