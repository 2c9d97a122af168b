package io.foldline.solver;

import io.foldline.checkpoint.InputException;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;

/**
 * Ridge least squares over a transform and a factor of the residual stream together: {@code γY + M T ≈ X}. With {@code γ =
 * 1 + δ} that is {@code δY + M T ≈ R}. For each δ the best T is {@code K(MᵀR − δMᵀY)}, {@code K = (MᵀM + λI)⁻¹}, which leaves
 * a parabola in δ, so
 *
 * <pre>{@code δ = (⟨Y, R⟩ − ⟨MᵀY, K MᵀR⟩) / (⟨Y, Y⟩ − ⟨MᵀY, K MᵀY⟩)}</pre>
 */
public final class ScaledLeastSquares implements TransformSolver {
    private final DenseAlgebra algebra;

    public ScaledLeastSquares(DenseAlgebra algebra) {
        this.algebra = algebra;
    }

    /**
     * Solves it.
     *
     * @param problems {@code BESIDE, FACTOR}
     * @throws InputException also if the factor is not positive: norms let no other pass
     */
    @Override
    public Solution solve(List<SplitStatistics> problems, RidgeSetting ridge) {
        SplitStatistics beside = problems.get(0);
        Statistics factor = problems.get(1).all();
        SplitStatistics residual = half(problems, 0);
        SplitStatistics stream = half(problems, 1);
        LeastSquares solver = new LeastSquares(algebra);
        Solution toResidual = solver.solve(residual, ridge);
        DMatrixRMaj toStream = solver.solve(stream, new RidgeSetting.Absolute(toResidual.ridge()))
                .transform();
        DMatrixRMaj withStream = stream.all().cross();
        double free = factor.gram().get(0) - VectorVectorMult_DDRM.innerProd(withStream, toStream);
        double missed = factor.cross().get(0) - VectorVectorMult_DDRM.innerProd(withStream, toResidual.transform());
        double delta = free > 0 ? missed / free : 0;
        if (!(1 + delta > 0)) {
            throw new InputException(
                    "the best factor for the residual stream is %.4g, which no norm lets pass, expected a positive one: choose another cut, or a method without a factor, such as replaceme-ls."
                            .formatted(1 + delta));
        }
        DMatrixRMaj transform = CommonOps_DDRM.add(toResidual.transform(), -delta, toStream, null);
        Statistics all = shifted(residual.all(), withStream, factor, delta);
        return new Solution(
                transform,
                1 + delta,
                toResidual.ridge(),
                factor.target() == 0
                        ? 0
                        : all.residual(transform, algebra.multiply(beside.all().gram(), transform)) / factor.target());
    }

    /** The statistics of {@code M T ≈ R − δY}. */
    private static Statistics shifted(Statistics residual, DMatrixRMaj withStream, Statistics factor, double delta) {
        return new Statistics(
                residual.gram(),
                CommonOps_DDRM.add(residual.cross(), -delta, withStream, null),
                factor.target()
                        - 2 * delta * factor.cross().get(0)
                        + delta * delta * factor.gram().get(0),
                residual.tokens());
    }

    /** The statistics of {@code M T ≈ R} or, as the second, of {@code M T ≈ Y}. */
    private static SplitStatistics half(List<SplitStatistics> problems, int number) {
        SplitStatistics factor = problems.get(1);
        Optional<Statistics> heldOut = problems.get(0)
                .heldOut()
                .map(beside -> half(beside, factor.heldOut().orElseThrow(), number));
        return new SplitStatistics(half(problems.get(0).fit(), factor.fit(), number), heldOut);
    }

    private static Statistics half(Statistics beside, Statistics factor, int number) {
        int width = beside.width();
        DMatrixRMaj cross = CommonOps_DDRM.extract(beside.cross(), 0, width, number * width, (number + 1) * width);
        double target = number == 0 ? factor.target() : factor.gram().get(0);
        return new Statistics(beside.gram(), cross, target, beside.tokens());
    }
}
