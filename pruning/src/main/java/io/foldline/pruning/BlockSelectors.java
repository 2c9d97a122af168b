package io.foldline.pruning;

import java.util.List;

/** The known selectors. How one computes its distance is the scorer's. */
public final class BlockSelectors {
    /** Angle between hidden states of the last token. */
    public static final BlockSelector ANGULAR = new BlockSelector(
            "angular",
            "Gromov et al., The Unreasonable Ineffectiveness of the Deeper Layers, 2024",
            "Mean over samples of the angle, in units of π, between the hidden states in front of and behind the cut at"
                    + " the last token.");

    /** Cosine distance between hidden states of all tokens. */
    public static final BlockSelector COSINE = new BlockSelector(
            "cosine",
            "Shopkhoev et al., ReplaceMe: Network Simplification via Depth Pruning and Transformer Block Linearization,"
                    + " 2025, equation 4",
            "Mean over all tokens of the cosine distance between the hidden states in front of and behind the cut.");

    private static final Catalogue<BlockSelector> CATALOGUE =
            new Catalogue<>("selector", BlockSelector::name, List.of(ANGULAR, COSINE));

    private BlockSelectors() {}

    /** @throws io.foldline.checkpoint.InputException if there is none; the message lists the known names */
    public static BlockSelector named(String name) {
        return CATALOGUE.named(name);
    }

    /** All selectors by ascending name. */
    public static List<BlockSelector> all() {
        return CATALOGUE.all();
    }
}
