package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsTest {
    private static final int WIDTH = 7;

    private static Statistics of(DMatrixRMaj mlp, DMatrixRMaj target) {
        return new Statistics(
                CommonOps_DDRM.multTransA(mlp, mlp, null),
                CommonOps_DDRM.multTransA(mlp, target, null),
                VectorVectorMult_DDRM.innerProd(target, target),
                mlp.numRows);
    }

    private static DMatrixRMaj rows(int tokens, Random random) {
        return RandomMatrices_DDRM.rectangle(tokens, WIDTH, -1, 1, random);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shardsAddUpInAnyOrder(long seed) {
        Random random = new Random(seed);
        DMatrixRMaj mlp = rows(100, random);
        DMatrixRMaj target = rows(100, random);
        List<Statistics> shards = new ArrayList<>();
        for (int first = 0; first < 100; first += 20) {
            shards.add(of(
                    CommonOps_DDRM.extract(mlp, first, first + 20, 0, WIDTH),
                    CommonOps_DDRM.extract(target, first, first + 20, 0, WIDTH)));
        }
        Collections.shuffle(shards, random);
        Statistics sum = shards.stream().reduce(Statistics.zero(WIDTH), Statistics::plus);
        Statistics whole = of(mlp, target);
        assertThat(MatrixFeatures_DDRM.isIdentical(sum.gram(), whole.gram(), 1e-12))
                .isTrue();
        assertThat(MatrixFeatures_DDRM.isIdentical(sum.cross(), whole.cross(), 1e-12))
                .isTrue();
        assertThat(sum.target()).isEqualTo(whole.target(), within(1e-12));
        assertThat(sum.tokens()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void residualIsTheSquaredErrorOfTheTransform(long seed) {
        Random random = new Random(seed);
        DMatrixRMaj mlp = rows(50, random);
        DMatrixRMaj target = rows(50, random);
        DMatrixRMaj transform = rows(WIDTH, random);
        DMatrixRMaj error = CommonOps_DDRM.subtract(CommonOps_DDRM.mult(mlp, transform, null), target, null);
        Statistics statistics = of(mlp, target);
        DMatrixRMaj gramTransform = CommonOps_DDRM.mult(statistics.gram(), transform, null);
        double expected = Math.pow(NormOps_DDRM.normF(error), 2);
        assertThat(statistics.residual(transform, gramTransform)).isEqualTo(expected, within(1e-10));
        assertThat(statistics.relativeResidual(transform, gramTransform))
                .isEqualTo(expected / Math.pow(NormOps_DDRM.normF(target), 2), within(1e-12));
    }

    @Test
    void nothingToMeetLeavesNoResidual() {
        assertThat(Statistics.zero(WIDTH).relativeResidual(rows(WIDTH, new Random(0)), new DMatrixRMaj(WIDTH, WIDTH)))
                .isZero();
    }

    @Test
    void splitPartsAddUp() {
        Random random = new Random(6);
        Statistics a = of(rows(9, random), rows(9, random));
        Statistics b = of(rows(5, random), rows(5, random));
        SplitStatistics fitOnly = new SplitStatistics(a, Optional.empty());
        SplitStatistics both = new SplitStatistics(a, Optional.of(b));
        assertThat(fitOnly.plus(fitOnly).heldOut()).isEmpty();
        assertThat(fitOnly.plus(both).heldOut().orElseThrow().tokens()).isEqualTo(5);
        assertThat(both.plus(both).heldOut().orElseThrow().tokens()).isEqualTo(10);
        assertThat(both.all().tokens()).isEqualTo(14);
        assertThat(fitOnly.all().tokens()).isEqualTo(9);
    }

    @Test
    void refusesMatricesOfDifferentSize() {
        assertThatThrownBy(() -> new Statistics(new DMatrixRMaj(3, 3), new DMatrixRMaj(4, 3), 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
