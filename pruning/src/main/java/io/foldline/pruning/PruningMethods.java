package io.foldline.pruning;

import java.util.List;

/** The known methods. How a folding one solves for its transform is the solver's. */
public final class PruningMethods {
    private static final String REPLACE_ME =
            "Shopkhoev et al., ReplaceMe: Network Simplification via Depth Pruning and Transformer Block Linearization, 2025";

    /** Least squares: the transform that meets the removed blocks' output best. */
    public static final PruningMethod REPLACE_ME_LS = new PruningMethod(
            "replaceme-ls",
            TransformKind.FULL,
            true,
            REPLACE_ME,
            "Ridge least squares from the kept block's MLP output to what the removed blocks add.");

    /** Least squares over diagonal maps. */
    public static final PruningMethod DIAGONAL = new PruningMethod(
            "diagonal",
            TransformKind.DIAGONAL,
            false,
            REPLACE_ME,
            "Least squares over diagonal maps: one factor a hidden dimension.");

    /** Least squares over orthogonal maps. */
    public static final PruningMethod ORTHOGONAL = new PruningMethod(
            "orthogonal",
            TransformKind.FULL,
            false,
            REPLACE_ME + "; Schönemann, A generalized solution of the orthogonal Procrustes problem, 1966",
            "Least squares over orthogonal maps: a rotation of the MLP output.");

    /** The blocks go, nothing makes up for them. */
    public static final PruningMethod UIDL = new PruningMethod(
            "uidl",
            TransformKind.NONE,
            false,
            "Gromov et al., The Unreasonable Ineffectiveness of the Deeper Layers, 2024",
            "The blocks are dropped, nothing makes up for them.");

    private static final Catalogue<PruningMethod> CATALOGUE =
            new Catalogue<>("method", PruningMethod::name, List.of(REPLACE_ME_LS, DIAGONAL, ORTHOGONAL, UIDL));

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
