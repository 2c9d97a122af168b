package io.foldline.calibrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.BlockStates;
import io.foldline.model.BlockTap;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.torch.ScalarType;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.passes.BatchLoop;
import io.foldline.passes.BatchSums;
import io.foldline.pruning.Cut;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.Statistics;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory that runs out anywhere in a pass leaves nothing of the batch in the sums. */
class StatisticsGathererFaultTest {
    private static final List<Cut> CUTS = List.of(new Cut(0, 1), new Cut(2, 2));
    private static LanguageModel model;
    private static TorchScript script;

    @BeforeAll
    static void open() throws IOException {
        // In float64, in which it hardly matters how sequences are batched.
        ComputeOptions options = new ComputeOptions(Device.cpu(), Optional.of(ScalarType.FLOAT64), false);
        model = LanguageModel.load(Checkpoint.open(Fixtures.path("models/stories260k")), options);
        script = TorchScript.compile("too-much", """
                def allocate(self, elements: int) -> Tensor:
                  return torch.zeros([elements])
                """);
    }

    @AfterAll
    static void close() {
        model.close();
        script.close();
    }

    /** Gathers, and finds no memory once, in front of or behind one look at a block. */
    private static final class Faulty implements BatchSums<SampleBatch> {
        final StatisticsGatherer gatherer;
        int left;

        Faulty(StatisticsGatherer gatherer, int good) {
            this.gatherer = gatherer;
            left = good;
        }

        @Override
        public void add(SampleBatch batch) throws IOException {
            try (NDManager scope = TorchEngine.newManager(model.device())) {
                StatisticsGatherer.Pass pass = gatherer.begin(scope, batch);
                model.forward(batch.tokens(), gatherer.last(), new BlockTap() {
                    @Override
                    public boolean wantsParts(int block) {
                        return pass.wantsParts(block);
                    }

                    @Override
                    public void accept(BlockStates states) throws IOException {
                        step(scope);
                        pass.accept(states);
                        step(scope);
                    }
                });
                pass.commit();
            }
        }

        private void step(NDManager scope) {
            if (left-- == 0) {
                script.tensor(scope, "allocate", 1L << 50);
            }
        }

        @Override
        public Map<String, DoubleTensor> state() {
            return gatherer.state();
        }

        @Override
        public void restore(SafetensorsFile state) throws IOException {
            gatherer.restore(state);
        }
    }

    private static List<SampleBatch> batches() {
        Random random = new Random(1);
        List<int[]> ids = IntStream.range(0, 16)
                .mapToObj(i -> random.ints(3 + i, 1, 512).toArray())
                .toList();
        return SampleBatch.plan(ids, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 9, 10, 13, 19})
    void halvesGiveTheSameSums(int good) throws IOException {
        try (StatisticsGatherer whole = new StatisticsGatherer(model, CUTS, true, false);
                StatisticsGatherer halved = new StatisticsGatherer(model, CUTS, true, false)) {
            for (SampleBatch batch : batches()) {
                whole.add(batch);
            }
            Faulty faulty = new Faulty(halved, good);
            BatchLoop.unsaved().run(batches(), faulty, done -> {});
            assertThat(faulty.left).as("the fault has come").isNegative();
            assertThat(halved.tokens()).isEqualTo(whole.tokens());
            assertThat(halved.samples()).isEqualTo(16);
            for (int cut = 0; cut < CUTS.size(); cut++) {
                SplitStatistics expected = whole.statistics().get(cut);
                SplitStatistics found = halved.statistics().get(cut);
                assertSame(found.fit(), expected.fit());
                assertSame(found.heldOut().orElseThrow(), expected.heldOut().orElseThrow());
            }
        }
    }

    private static void assertSame(Statistics found, Statistics expected) {
        double tolerance = 1e-9 * expected.meanDiagonal();
        assertThat(found.tokens()).isEqualTo(expected.tokens());
        assertThat(found.target() / expected.target()).isEqualTo(1, within(1e-9));
        assertThat(MatrixFeatures_DDRM.isIdentical(found.gram(), expected.gram(), tolerance))
                .isTrue();
        assertThat(MatrixFeatures_DDRM.isIdentical(found.cross(), expected.cross(), tolerance))
                .isTrue();
    }
}
