package io.foldline.pruning;

import java.util.List;
import java.util.Optional;

/** The known methods. How a folding one solves for its transform is the solver's. */
public final class PruningMethods {
    private static final String REPLACE_ME =
            "Shopkhoev et al., ReplaceMe: Network Simplification via Depth Pruning and Transformer Block Linearization, 2025";

    private static final String FOLDLINE = "Foldline";

    /** How often the norm in front of the head is fitted. */
    static final MethodOption READOUT = readout(0);

    /** Least squares: the transform that meets the removed blocks' output best. */
    public static final PruningMethod REPLACE_ME_LS = new PruningMethod(
            "replaceme-ls",
            TransformKind.FULL,
            Optional.of(RidgeSetting.DEFAULT),
            REPLACE_ME,
            "Ridge least squares from the kept block's MLP output to what the removed blocks add.");

    /** Cosine distance: the transform that meets the direction of the removed blocks' output best. */
    public static final PruningMethod REPLACE_ME_COSINE = new PruningMethod(
                    "replaceme-cosine",
                    TransformKind.FULL,
                    Optional.empty(),
                    REPLACE_ME,
                    "Search for the map with the least cosine distance, on the activations of calibration tokens.")
            .with(TransformSearch.OPTIONS);

    /** Least squares over diagonal maps. */
    public static final PruningMethod DIAGONAL = new PruningMethod(
            "diagonal",
            TransformKind.DIAGONAL,
            Optional.empty(),
            REPLACE_ME,
            "Least squares over diagonal maps: one factor a hidden dimension.");

    /** Least squares over orthogonal maps. */
    public static final PruningMethod ORTHOGONAL = new PruningMethod(
            "orthogonal",
            TransformKind.FULL,
            Optional.empty(),
            REPLACE_ME + "; Schönemann, A generalized solution of the orthogonal Procrustes problem, 1966",
            "Least squares over orthogonal maps: a rotation of the MLP output.");

    /** Least squares in which every token counts alike. */
    public static final PruningMethod WEIGHTED_LS = new PruningMethod(
                    "weighted-ls",
                    TransformKind.FULL,
                    Optional.of(RidgeSetting.DEFAULT),
                    FOLDLINE,
                    "As replaceme-ls, each token weighted by the inverse square of what it is to meet: what counts is how"
                            + " far it is off for its size, as with the cosine.")
            .from(CutProblem.TRANSFORM, CutProblem.WEIGHTED);

    /** Least squares whose ridge draws to the identity. */
    public static final PruningMethod LS_TO_IDENTITY = new PruningMethod(
            "ls-to-identity",
            TransformKind.FULL,
            Optional.of(RidgeSetting.DEFAULT),
            FOLDLINE,
            "As replaceme-ls, with a ridge that draws the transform to the identity, which leaves the MLP as it is.");

    /** Least squares over a transform and a factor for what is in front of it. */
    public static final PruningMethod GAIN = new PruningMethod(
                    "gain",
                    TransformKind.SCALED_FULL,
                    Optional.of(RidgeSetting.DEFAULT),
                    FOLDLINE,
                    "As replaceme-ls, together with one factor for the residual stream in front of the MLP, which goes into"
                            + " all weights that write to it.")
            .from(CutProblem.BESIDE, CutProblem.FACTOR);

    /** A factor that gives hidden states the size that the removed blocks gave them. */
    public static final PruningMethod PRUNE_AND_COMP = new PruningMethod(
                    "prune-and-comp",
                    TransformKind.SCALE,
                    Optional.empty(),
                    "Chen et al., Prune&Comp: Free Lunch for Layer-Pruned LLMs via Iterative Pruning with Magnitude"
                            + " Compensation, 2025",
                    "The residual stream in front of the cut is scaled by how much larger the removed blocks made it, on"
                            + " average; the factor goes into all weights that write to it.")
            .from(CutProblem.MAGNITUDE);

    /** The removed blocks are merged into the kept one. */
    public static final PruningMethod LACO = new PruningMethod(
            "laco",
            TransformKind.COLLAPSE,
            Optional.empty(),
            "Yang et al., LaCo: Large Language Model Pruning via Layer Collapse, 2024",
            "Every tensor of the block in front of a cut gets the sum of its differences from those of the removed blocks.");

    /** The blocks go, nothing makes up for them. */
    public static final PruningMethod UIDL = new PruningMethod(
            "uidl",
            TransformKind.NONE,
            Optional.empty(),
            "Gromov et al., The Unreasonable Ineffectiveness of the Deeper Layers, 2024",
            "The blocks are dropped, nothing makes up for them.");

    /** New weights for the last map in front of each cut. */
    public static final PruningMethod REFIT_DOWN = new PruningMethod(
                    "refit-down",
                    TransformKind.WEIGHTS,
                    Optional.of(RefitWalk.FRONTS),
                    Optional.of(RidgeSetting.REFIT),
                    FOLDLINE,
                    "Ridge least squares over all weights of the last map in front of the cut, towards those that it has; every"
                            + " transform is among them.")
            .with(List.of(READOUT));

    /** New weights for all maps that write to the residual stream behind the first cut. */
    public static final PruningMethod RECONSTRUCT = new PruningMethod(
                    "reconstruct",
                    TransformKind.WEIGHTS,
                    Optional.of(RefitWalk.OUTPUTS),
                    Optional.of(RidgeSetting.REFIT),
                    FOLDLINE,
                    "Block by block from the cut on, attention and MLP get the output weights with which the pruned model, on its"
                            + " own activations, comes closest to the dense one.")
            .with(List.of(READOUT));

    /** New weights for all maps behind the first cut. */
    public static final PruningMethod AUTO = new PruningMethod(
                    "auto",
                    TransformKind.WEIGHTS,
                    Optional.of(RefitWalk.ALL),
                    Optional.of(RidgeSetting.REFIT),
                    FOLDLINE,
                    "As reconstruct, and the maps that read the residual stream are aligned with what they read in the dense model;"
                            + " blocks are chosen by sleb unless something else is said; as much of it stays as does best on"
                            + " texts held out.")
            .by(BlockSelectors.SLEB)
            .onTrial()
            .with(List.of(readout(3)));

    /** ShortGPT: the blocks of the least influence go. */
    public static final PruningMethod SHORTGPT = dropping("shortgpt", BlockSelectors.BI);

    /** SLEB: the blocks go that are missed least, one after the other. */
    public static final PruningMethod SLEB = dropping("sleb", BlockSelectors.SLEB);

    /** Shortened LLaMA by the gradients of the weights. */
    public static final PruningMethod SHORTENED_TAYLOR = dropping("shortened-taylor", BlockSelectors.TAYLOR);

    /** Shortened LLaMA by the size of the weights. */
    public static final PruningMethod SHORTENED_MAGNITUDE = dropping("shortened-magnitude", BlockSelectors.MAGNITUDE);

    /** Shortened LLaMA by the loss without each block. */
    public static final PruningMethod SHORTENED_PPL = dropping("shortened-ppl", BlockSelectors.LOSS);

    private static final Catalogue<PruningMethod> CATALOGUE = new Catalogue<>(
            "method",
            PruningMethod::name,
            List.of(
                    REPLACE_ME_LS,
                    REPLACE_ME_COSINE,
                    WEIGHTED_LS,
                    LS_TO_IDENTITY,
                    DIAGONAL,
                    ORTHOGONAL,
                    GAIN,
                    PRUNE_AND_COMP,
                    LACO,
                    REFIT_DOWN,
                    RECONSTRUCT,
                    AUTO,
                    UIDL,
                    SHORTGPT,
                    SLEB,
                    SHORTENED_TAYLOR,
                    SHORTENED_MAGNITUDE,
                    SHORTENED_PPL));

    private PruningMethods() {}

    private static MethodOption readout(int rounds) {
        return new MethodOption(
                "readout",
                Integer.toString(rounds),
                new OptionRange.Whole(0, 10),
                "Times that the norm in front of the head is fitted to the next-token probabilities of the dense model.");
    }

    /** A published way to choose blocks that drops them as {@link #UIDL} does. */
    private static PruningMethod dropping(String name, BlockSelector selector) {
        return new PruningMethod(
                        name,
                        TransformKind.NONE,
                        Optional.empty(),
                        selector.paper(),
                        "The blocks that selector %s chooses are dropped, nothing makes up for them."
                                .formatted(selector.name()))
                .by(selector);
    }

    /** @throws io.foldline.checkpoint.InputException if there is none; the message lists the known names */
    public static PruningMethod named(String name) {
        return CATALOGUE.named(name);
    }

    /** All methods by ascending name. */
    public static List<PruningMethod> all() {
        return CATALOGUE.all();
    }
}
