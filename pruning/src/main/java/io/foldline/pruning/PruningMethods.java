package io.foldline.pruning;

import java.util.List;
import java.util.Optional;

/** The known methods. How a folding one solves for its transform is the solver's. */
public final class PruningMethods {
    private static final String REPLACE_ME =
            "Shopkhoev et al., ReplaceMe: Network Simplification via Depth Pruning and Transformer Block Linearization, 2025";

    private static final String FOLDLINE = "Foldline";

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
                    + " transform is among them.");

    /** New weights for all maps that write to the residual stream behind the first cut. */
    public static final PruningMethod RECONSTRUCT = new PruningMethod(
            "reconstruct",
            TransformKind.WEIGHTS,
            Optional.of(RefitWalk.OUTPUTS),
            Optional.of(RidgeSetting.REFIT),
            FOLDLINE,
            "Block by block from the cut on, attention and MLP get the output weights with which the pruned model, on its"
                    + " own activations, comes closest to the dense one.");

    /** New weights for all maps behind the first cut. */
    public static final PruningMethod AUTO = new PruningMethod(
                    "auto",
                    TransformKind.WEIGHTS,
                    Optional.of(RefitWalk.ALL),
                    Optional.of(RidgeSetting.REFIT),
                    FOLDLINE,
                    "As reconstruct, and the maps that read the residual stream are aligned with what they read in the dense model;"
                            + " blocks are chosen by sleb unless something else is said.")
            .by(BlockSelectors.SLEB);

    private static final Catalogue<PruningMethod> CATALOGUE = new Catalogue<>(
            "method",
            PruningMethod::name,
            List.of(REPLACE_ME_LS, REPLACE_ME_COSINE, DIAGONAL, ORTHOGONAL, REFIT_DOWN, RECONSTRUCT, AUTO, UIDL));

    private PruningMethods() {}

    /** @throws io.foldline.checkpoint.InputException if there is none; the message lists the known names */
    public static PruningMethod named(String name) {
        return CATALOGUE.named(name);
    }

    /** All methods by ascending name. */
    public static List<PruningMethod> all() {
        return CATALOGUE.all();
    }
}
