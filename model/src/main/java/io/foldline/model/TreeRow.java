package io.foldline.model;

import io.foldline.model.TokenTree.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a tree of tokens that does not branch. Its tokens see those of the path to it, and of themselves.
 *
 * @param path numbers of the tokens from the start of the sequences to the end of the stretch
 * @param queries how many of them, the last ones, are the stretch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TreeRow(int[] path, int queries) {
    /** The stretches that make up the tokens of a tree from a number on. */
    static List<TreeRow> of(TokenTree tree, int first) {
        List<TreeRow> rows = new ArrayList<>();
        for (Node node : tree.since(first)) {
            if (node.children().size() != 1) {
                rows.add(new TreeRow(node.path(), queries(node, first)));
            }
        }
        return rows;
    }

    private static int queries(Node end, int first) {
        int queries = 1;
        Node parent = end.parent();
        while (parent != null && parent.number() >= first && parent.children().size() == 1) {
            queries++;
            parent = parent.parent();
        }
        return queries;
    }

    int keys() {
        return path.length;
    }

    /** Pairs of query and key. */
    long pairs() {
        return (long) queries * keys();
    }

    /** Whether nothing comes before the stretch. */
    boolean starts() {
        return queries == path.length;
    }

    /** The token at a place of the stretch; of one behind its end, the last. */
    int query(int place) {
        return path[Math.min(path.length - queries + place, path.length - 1)];
    }

    /** The token at a place of the path; of one behind its end, the last. */
    int key(int place) {
        return path[Math.min(place, path.length - 1)];
    }
}
