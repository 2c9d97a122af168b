package io.foldline.pruning;

import java.util.List;

/** The known selectors. How one computes its distance is the scorer's. */
public final class BlockSelectors {
    /** Angle between hidden states of the last token. */
    public static final BlockSelector ANGULAR = new BlockSelector(
            "angular",
            "angular distance",
            false,
            "Gromov et al., The Unreasonable Ineffectiveness of the Deeper Layers, 2024",
            "Mean over samples of the angle, in units of π, between the hidden states in front of and behind the cut at"
                    + " the last token.");

    /** Cosine distance between hidden states of all tokens. */
    public static final BlockSelector COSINE = new BlockSelector(
            "cosine",
            "cosine distance",
            false,
            "Shopkhoev et al., ReplaceMe: Network Simplification via Depth Pruning and Transformer Block Linearization,"
                    + " 2025, equation 4",
            "Mean over all tokens of the cosine distance between the hidden states in front of and behind the cut.");

    /** Loss of the model without a block, one block after the other. */
    public static final BlockSelector SLEB = new BlockSelector(
            "sleb",
            "loss without the block, nats a token",
            true,
            "Song et al., SLEB: Streamlining LLMs through Redundancy Verification and Elimination of Transformer Blocks,"
                    + " 2024",
            "The block without which the loss on the calibration texts is least, then the next one without which it is"
                    + " least then, and so on; what is removed need not lie together.");

    private static final Catalogue<BlockSelector> CATALOGUE =
            new Catalogue<>("selector", BlockSelector::name, List.of(ANGULAR, COSINE, SLEB));

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
