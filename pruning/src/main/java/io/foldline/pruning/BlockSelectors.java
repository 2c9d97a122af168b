package io.foldline.pruning;

import java.util.List;

/** The known selectors. How one computes its distance is the scorer's. */
public final class BlockSelectors {
    /** Blocks at the input that stay, of selectors that take single blocks at once. */
    public static final MethodOption PROTECT_FIRST = new MethodOption(
            "protect-first",
            "1",
            OptionRange.wholeFrom(1),
            "Blocks at the input that stay; the first always does, since the block in front of a removed one is kept.");

    /** Blocks at the output that stay, of the same selectors. */
    public static final MethodOption PROTECT_LAST =
            new MethodOption("protect-last", "0", OptionRange.wholeFrom(0), "Blocks at the output that stay.");

    /** Number of calibration samples whose gradients count. */
    public static final MethodOption SAMPLES = new MethodOption(
            "samples",
            "10",
            OptionRange.wholeFrom(1),
            "Calibration samples whose gradients count, the first ones; the inputs that all blocks have for all of them"
                    + " are held in memory.");

    /** What chooses the candidates that are measured. */
    public static final MethodOption OF = new MethodOption(
            "of",
            "angular",
            OptionRange.oneOf("angular", "cosine", "residual"),
            "The selector whose best candidates are measured.");

    /** How many are measured. */
    public static final MethodOption TOP =
            new MethodOption("top", "3", OptionRange.wholeFrom(1), "How many candidates are measured.");

    private static final String SHORTENED =
            "Kim et al., Shortened LLaMA: Depth Pruning for Large Language Models with Comparison of Retraining Methods,"
                    + " 2024";

    /** Angle between hidden states of the last token. */
    public static final BlockSelector ANGULAR = new BlockSelector(
            "angular",
            "angular distance",
            ScoreBasis.STATES,
            BlockChoice.WINDOW,
            List.of(),
            "Gromov et al., The Unreasonable Ineffectiveness of the Deeper Layers, 2024",
            "Mean over samples of the angle, in units of π, between the hidden states in front of and behind the cut at"
                    + " the last token.");

    /** Cosine distance between hidden states of all tokens. */
    public static final BlockSelector COSINE = new BlockSelector(
            "cosine",
            "cosine distance",
            ScoreBasis.STATES,
            BlockChoice.WINDOW,
            List.of(),
            "Shopkhoev et al., ReplaceMe: Network Simplification via Depth Pruning and Transformer Block Linearization,"
                    + " 2025, equation 4",
            "Mean over all tokens of the cosine distance between the hidden states in front of and behind the cut.");

    /** Error of the fold itself. */
    public static final BlockSelector RESIDUAL = new BlockSelector(
            "residual",
            "relative residual of the fold",
            ScoreBasis.FOLD,
            BlockChoice.WINDOW,
            List.of(),
            "Foldline",
            "What least squares with the ridge of the request leaves of what the removed blocks add, solved for every"
                    + " candidate from statistics of all of them that one pass gathers.");

    /** Loss on held-out texts with the fold in place. */
    public static final BlockSelector PERPLEXITY = new BlockSelector(
            "perplexity",
            "loss on held-out texts with the fold, nats a token",
            ScoreBasis.LOSS,
            BlockChoice.WINDOW,
            List.of(OF, TOP),
            "Foldline",
            "Of the best candidates of another selector the one with which the model loses least on the calibration texts"
                    + " that are held out, one in five: each is cut and, where the method makes up for removed blocks,"
                    + " folded by least squares on the others.");

    /** Loss of the model without a block, one block after the other. */
    public static final BlockSelector SLEB = new BlockSelector(
            "sleb",
            "loss without the block, nats a token",
            ScoreBasis.LOSS,
            BlockChoice.GREEDY,
            List.of(),
            "Song et al., SLEB: Streamlining LLMs through Redundancy Verification and Elimination of Transformer Blocks,"
                    + " 2024",
            "The block without which the loss on the calibration texts is least, then the next one without which it is"
                    + " least then, and so on; what is removed need not lie together.");

    /** Cosine distance between input and output of single blocks. */
    public static final BlockSelector BI = new BlockSelector(
            "bi",
            "block influence",
            ScoreBasis.STATES,
            BlockChoice.BLOCKS,
            List.of(PROTECT_FIRST, PROTECT_LAST),
            "Men et al., ShortGPT: Layers in Large Language Models are More Redundant Than You Expect, 2024",
            "The blocks that turn the hidden states least: mean over all tokens of the cosine distance between what goes"
                    + " into the block and what comes out; what is removed need not lie together.");

    /** Loss of the model without a block, all compared once. */
    public static final BlockSelector LOSS = new BlockSelector(
            "loss",
            "loss without the block, nats a token",
            ScoreBasis.LOSS,
            BlockChoice.BLOCKS,
            List.of(PROTECT_FIRST, PROTECT_LAST),
            SHORTENED,
            "The blocks without which, one at a time, the loss on the calibration texts is least: the first round of"
                    + " sleb decides all.");

    /** Absolute weights. */
    public static final BlockSelector MAGNITUDE = new BlockSelector(
            "magnitude",
            "sum of absolute weights",
            ScoreBasis.WEIGHTS,
            BlockChoice.BLOCKS,
            List.of(PROTECT_FIRST, PROTECT_LAST),
            SHORTENED,
            "The blocks whose weights, of maps and norms, add up to the least in absolute value; needs no calibration"
                    + " texts. The paper's Magnitude+ is protect-first=4, protect-last=2.");

    /** First-order estimate of what the loss owes to the weights. */
    public static final BlockSelector TAYLOR = new BlockSelector(
            "taylor",
            "sum of absolute weight times gradient, nats a token",
            ScoreBasis.LOSS,
            BlockChoice.BLOCKS,
            List.of(PROTECT_FIRST, PROTECT_LAST, SAMPLES),
            SHORTENED,
            "The blocks whose weights, of maps and norms, times the gradient of the loss on some calibration texts add up"
                    + " to the least in absolute value. The paper's Taylor+ is protect-first=4, protect-last=2.");

    private static final Catalogue<BlockSelector> CATALOGUE = new Catalogue<>(
            "selector",
            BlockSelector::name,
            List.of(ANGULAR, COSINE, RESIDUAL, PERPLEXITY, BI, SLEB, LOSS, MAGNITUDE, TAYLOR));

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
