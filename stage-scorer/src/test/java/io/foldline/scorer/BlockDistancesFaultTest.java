package io.foldline.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.torch.ScalarType;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.passes.BatchLoop;
import io.foldline.passes.BatchSums;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory that runs out anywhere in a pass leaves nothing of the batch in the sums. */
class BlockDistancesFaultTest {
    private static final int LAST = 4;

    private static List<SampleBatch> batches() {
        Random random = new Random(1);
        List<int[]> ids = IntStream.range(0, 16)
                .mapToObj(i -> random.ints(3 + i, 1, 512).toArray())
                .toList();
        return SampleBatch.plan(ids, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 7, 9})
    void halvesGiveTheSameSums(int good) throws IOException {
        // In float64, in which it hardly matters how sequences are batched.
        ComputeOptions options = new ComputeOptions(Device.cpu(), Optional.of(ScalarType.FLOAT64), false);
        try (LanguageModel model = LanguageModel.load(Checkpoint.open(Fixtures.path("models/stories260k")), options);
                BlockDistances whole = new BlockDistances(model, Distance.COSINE, List.of(1, 2), false);
                BlockDistances halved = new BlockDistances(model, Distance.COSINE, List.of(1, 2), false)) {
            BatchLoop.unsaved().run(batches(), whole, done -> {});
            BatchLoop.unsaved().run(batches(), new Faulty(model, halved, good), done -> {});
            assertThat(halved.samples()).isEqualTo(16).isEqualTo(whole.samples());
            assertThat(halved.tokens()).isEqualTo(whole.tokens());
            assertThat(halved.weight()).isEqualTo(whole.weight());
            for (int kept = 0; kept < whole.sums().length; kept++) {
                assertThat(halved.sums()[kept] / whole.sums()[kept]).isEqualTo(1, within(1e-9));
            }
        }
    }

    /** Adds, and finds no memory once, behind one look at a block. */
    private static final class Faulty implements BatchSums<SampleBatch> {
        private final LanguageModel model;
        private final BlockDistances distances;
        private int left;

        Faulty(LanguageModel model, BlockDistances distances, int good) {
            this.model = model;
            this.distances = distances;
            left = good;
        }

        @Override
        public void add(SampleBatch batch) throws IOException {
            try (NDManager scope = TorchEngine.newManager(model.device())) {
                BlockDistances.Pass pass = distances.begin(scope, batch);
                model.forward(batch.tokens(), LAST, states -> {
                    pass.accept(states);
                    if (left-- == 0) {
                        allocateTooMuch(scope);
                    }
                });
                pass.commit();
            }
        }

        private static void allocateTooMuch(NDManager scope) {
            try (TorchScript script = TorchScript.compile("too-much", """
                    def allocate(self, elements: int) -> Tensor:
                      return torch.zeros([elements])
                    """)) {
                script.tensor(scope, "allocate", 1L << 50);
            }
        }

        @Override
        public Map<String, DoubleTensor> state() {
            return distances.state();
        }

        @Override
        public void restore(SafetensorsFile state) throws IOException {
            distances.restore(state);
        }
    }
}
