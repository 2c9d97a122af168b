package io.foldline.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.pruning.Cut;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsGathererTest {
    private static final Cut CUT = new Cut(1, 2);

    private final LanguageModel model = load();

    private static LanguageModel load() {
        try {
            return LanguageModel.load(
                    Checkpoint.open(Fixtures.path("models/stories260k")), ComputeOptions.parse("cpu", "f32"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<int[]> samples(int count) {
        Random random = new Random(1);
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(3 + i, 1, 512).toArray())
                .toList();
    }

    @AfterEach
    void close() {
        model.close();
    }

    private SplitStatistics gather(List<SampleBatch> batches, Cut cut, boolean holdOut, boolean normed)
            throws IOException {
        try (StatisticsGatherer gatherer = new StatisticsGatherer(model, List.of(cut), holdOut, normed)) {
            for (SampleBatch batch : batches) {
                gatherer.add(batch);
            }
            return gatherer.statistics().get(0);
        }
    }

    /** One sample a batch: nothing is padded. */
    private static List<SampleBatch> alone(List<int[]> samples) {
        return IntStream.range(0, samples.size())
                .mapToObj(i -> new SampleBatch(new TokenBatch(new int[][] {samples.get(i)}), List.of(i)))
                .toList();
    }

    @Test
    void paddingEntersNoSum() throws IOException {
        List<int[]> samples = samples(8);
        Statistics padded =
                gather(SampleBatch.plan(samples, 0), CUT, false, false).fit();
        Statistics single = gather(alone(samples), CUT, false, false).fit();
        assertThat(padded.tokens())
                .isEqualTo(samples.stream().mapToLong(ids -> ids.length).sum());
        assertSame(padded, single, 1e-5);
    }

    private static void assertSame(Statistics found, Statistics expected, double tolerance) {
        double scale = expected.meanDiagonal();
        assertThat(MatrixFeatures_DDRM.isIdentical(found.gram(), expected.gram(), tolerance * scale))
                .isTrue();
        assertThat(MatrixFeatures_DDRM.isIdentical(found.cross(), expected.cross(), tolerance * scale))
                .isTrue();
        assertThat(found.target() / expected.target()).isEqualTo(1, within(tolerance));
        assertThat(found.tokens()).isEqualTo(expected.tokens());
    }

    @Test
    void heldOutAndFittedSamplesAreTheWhole() throws IOException {
        List<SampleBatch> batches = SampleBatch.plan(samples(11), 0);
        SplitStatistics split = gather(batches, CUT, true, false);
        SplitStatistics whole = gather(batches, CUT, false, false);
        assertThat(whole.heldOut()).isEmpty();
        assertThat(split.heldOut().orElseThrow().tokens()).as("samples 4 and 9").isEqualTo(7 + 12);
        assertSame(split.all(), whole.fit(), 1e-12);
    }

    @Test
    void severalCutsShareThePasses() throws IOException {
        List<SampleBatch> batches = SampleBatch.plan(samples(8), 0);
        List<Cut> cuts = List.of(new Cut(0, 1), new Cut(2, 2));
        try (StatisticsGatherer gatherer = new StatisticsGatherer(model, cuts, false, false)) {
            for (SampleBatch batch : batches) {
                gatherer.add(batch);
            }
            for (int i = 0; i < cuts.size(); i++) {
                assertSame(
                        gatherer.statistics().get(i).fit(),
                        gather(batches, cuts.get(i), false, false).fit(),
                        1e-14);
            }
        }
    }

    @Test
    void onlyTheOutputOfTheLastBlockIsEverNormed() throws IOException {
        List<SampleBatch> batches = SampleBatch.plan(samples(4), 0);
        Cut toTheEnd = new Cut(2, 2);
        assertSame(
                gather(batches, CUT, false, true).fit(),
                gather(batches, CUT, false, false).fit(),
                0);
        assertThat(gather(batches, toTheEnd, false, true).fit().target())
                .isNotEqualTo(gather(batches, toTheEnd, false, false).fit().target());
    }

    @Test
    void sumsAreThoseOfTheTappedStates() throws IOException {
        int[] ids = samples(6).get(5);
        double[][] mlp = new double[1][];
        double[][] residual = new double[1][];
        double[][] output = new double[1][];
        model.forward(new TokenBatch(new int[][] {ids}), CUT.last(), new BlockTap() {
            @Override
            public boolean wantsParts(int block) {
                return block == CUT.kept();
            }

            @Override
            public void accept(BlockStates states) {
                if (states.block() == CUT.kept()) {
                    mlp[0] = doubles(states.mlpOutput());
                    residual[0] = doubles(states.residual());
                } else if (states.block() == CUT.last()) {
                    output[0] = doubles(states.output());
                }
            }
        });
        Statistics found = gather(alone(List.of(ids)), CUT, false, false).fit();
        int width = found.width();
        double gram = 0;
        double cross = 0;
        double target = 0;
        for (int token = 0; token < ids.length; token++) {
            double m = mlp[0][token * width + 3];
            gram += m * mlp[0][token * width + 8];
            cross += m * (output[0][token * width + 8] - residual[0][token * width + 8]);
        }
        for (int i = 0; i < output[0].length; i++) {
            target += Math.pow(output[0][i] - residual[0][i], 2);
        }
        assertThat(found.gram().get(3, 8)).isEqualTo(gram, within(1e-12));
        assertThat(found.cross().get(3, 8)).isEqualTo(cross, within(1e-12));
        assertThat(found.target() / target).isEqualTo(1, within(1e-12));
    }

    private static double[] doubles(NDArray tensor) {
        float[] floats = tensor.toFloatArray();
        return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }
}
