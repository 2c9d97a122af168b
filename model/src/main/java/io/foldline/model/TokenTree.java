package io.foldline.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Token sequences as a prefix tree: a token that several sequences have in common, with all tokens before it, is there
 * once. The number of its tokens is what a pass over the sequences costs, see {@link LanguageModel#scores}.
 */
public final class TokenTree {
    private final List<Node> starts = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private int length;

    /**
     * A token behind those before it.
     *
     * @param number place in the order in which the tokens were added, from 0; larger than the parent's
     * @param parent the token before it; null at the start of a sequence
     * @param position in the sequence, from 0
     */
    record Node(int number, int id, @Nullable Node parent, int position, List<Node> children) {
        /** The numbers of all tokens from the start to this one. */
        int[] path() {
            int[] path = new int[position + 1];
            for (Node node = this; node != null; node = node.parent) {
                path[node.position] = node.number;
            }
            return path;
        }
    }

    /**
     * Adds a sequence.
     *
     * @param ids its tokens, at least one; of a sequence to be scored without the last, which is only predicted
     * @return how many tokens the tree has grown by
     */
    public int add(int[] ids) {
        int before = size();
        insert(ids);
        return size() - before;
    }

    /** Adds a sequence of at least one token and gives its last. */
    Node insert(int[] ids) {
        Node last = null;
        for (int id : ids) {
            Node found = child(last, id);
            last = found == null ? grow(last, id) : found;
        }
        if (last == null) {
            throw new IllegalArgumentException("a sequence needs a token");
        }
        return last;
    }

    /** Number of tokens. */
    public int size() {
        return nodes.size();
    }

    /** Length of the longest sequence, in tokens. */
    int length() {
        return length;
    }

    /** Adds a token even where there is one like it. */
    Node grow(@Nullable Node parent, int id) {
        int position = parent == null ? 0 : parent.position + 1;
        Node node = new Node(size(), id, parent, position, new ArrayList<>(1));
        children(parent).add(node);
        nodes.add(node);
        length = Math.max(length, position + 1);
        return node;
    }

    /** The tokens that were added after so many. */
    List<Node> since(int first) {
        return nodes.subList(first, nodes.size());
    }

    private @Nullable Node child(@Nullable Node parent, int id) {
        for (Node child : children(parent)) {
            if (child.id == id) {
                return child;
            }
        }
        return null;
    }

    private List<Node> children(@Nullable Node parent) {
        return parent == null ? starts : parent.children;
    }
}
