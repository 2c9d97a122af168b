package io.foldline.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.pruning.CutProblem;
import io.foldline.pruning.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sums of each problem, worked out by hand: d = 2, three tokens, the last of which nothing was written to. */
class CutProblemsTest {
    private static final double[] MLP = {1, 2, 3, -1, 0, 0};
    private static final double[] RESIDUAL = {1, 0, -1, 3, 0, 0};
    private static final double[] OUTPUT = {4, 4, -1, 9, 0, 0};

    private final NDManager manager = TorchEngine.newManager(Device.cpu());
    private final TorchScript script = TorchScript.compile("statistics", TokenSums.SCRIPT);

    @AfterEach
    void close() {
        manager.close();
        script.close();
    }

    private NDArray rows(double[] values) {
        return manager.create(values, new Shape(3, 2));
    }

    private Statistics gather(CutProblem problem) {
        TokenSums sums = new TokenSums(script, manager, problem.inputs(2), problem.outputs(2));
        sums.terms(manager, problem, rows(MLP), rows(RESIDUAL), rows(OUTPUT)).commit();
        return sums.statistics();
    }

    @Test
    void whatTheRemovedBlocksAddedBesideTheResidual() {
        Statistics transform = gather(CutProblem.TRANSFORM);
        assertThat(transform.gram().data).containsExactly(10, -1, -1, 5);
        assertThat(transform.cross().data).as("R is 3 4, 0 6, 0 0").containsExactly(3, 22, 6, 2);
        assertThat(transform.target()).isEqualTo(61);
        Statistics beside = gather(CutProblem.BESIDE);
        assertThat(beside.gram().data).isEqualTo(transform.gram().data);
        assertThat(beside.cross().data).containsExactly(3, 22, -2, 9, 6, 2, 3, -3);
        assertThat(beside.tokens()).isEqualTo(3);
    }

    @Test
    void weightsAreInverseSquaresAndATokenWithNothingToMeetHasNone() {
        Statistics weighted = gather(CutProblem.WEIGHTED);
        double[] gram = {1 / 25.0 + 9 / 36.0, 2 / 25.0 - 3 / 36.0, 2 / 25.0 - 3 / 36.0, 4 / 25.0 + 1 / 36.0};
        double[] cross = {3 / 25.0, 4 / 25.0 + 18 / 36.0, 6 / 25.0, 8 / 25.0 - 6 / 36.0};
        assertThat(weighted.gram().data).containsExactly(gram, within(1e-15));
        assertThat(weighted.cross().data).containsExactly(cross, within(1e-15));
        assertThat(weighted.target()).isEqualTo(2, within(1e-15));
    }

    @Test
    void oneFactorForAllDimensions() {
        Statistics factor = gather(CutProblem.FACTOR);
        assertThat(factor.gram().data).containsExactly(11);
        assertThat(factor.cross().data).containsExactly(3 + 18);
        assertThat(factor.target()).isEqualTo(61);
        assertThat(factor.tokens()).isEqualTo(3);
    }

    @Test
    void ratiosOfMagnitudesOfTokensThatAreThere() {
        Statistics magnitude = gather(CutProblem.MAGNITUDE);
        assertThat(magnitude.gram().data).as("tokens with a state").containsExactly(2);
        assertThat(magnitude.cross().data).containsExactly(8 / 4.0 + 10 / 4.0);
        assertThat(magnitude.target()).isEqualTo(4 + 6.25);
    }
}
