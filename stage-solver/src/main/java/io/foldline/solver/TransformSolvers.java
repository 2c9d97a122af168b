package io.foldline.solver;

import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which solver carries out which method. */
public final class TransformSolvers {
    private static final Map<PruningMethod, Function<DenseAlgebra, TransformSolver>> SOLVERS = Map.of(
            PruningMethods.REPLACE_ME_LS, LeastSquares::new,
            PruningMethods.WEIGHTED_LS, WeightedLeastSquares::new,
            PruningMethods.LS_TO_IDENTITY, LeastSquaresToIdentity::new,
            PruningMethods.GAIN, ScaledLeastSquares::new,
            PruningMethods.PRUNE_AND_COMP, algebra -> new Magnitude(),
            PruningMethods.DIAGONAL, Diagonal::new,
            PruningMethods.ORTHOGONAL, Orthogonal::new);

    private TransformSolvers() {}

    /** @throws IllegalArgumentException if the method solves for nothing */
    public static TransformSolver of(PruningMethod method, DenseAlgebra algebra) {
        @Nullable Function<DenseAlgebra, TransformSolver> solver = SOLVERS.get(method);
        if (solver == null) {
            throw new IllegalArgumentException("method " + method.name() + " has no transform");
        }
        return solver.apply(algebra);
    }
}
