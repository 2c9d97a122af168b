package io.foldline.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ResourceException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.Divisible;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.stage.CancelledException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLoopTest {
    private static final List<Numbers> BATCHES = List.of(
            new Numbers(1, 2, 3, 4, 5, 6, 7, 8), new Numbers(9), new Numbers(10, 11, 12, 13, 14), new Numbers(15, 16));

    @TempDir
    Path folder;

    /** Numbers instead of sequences; each is one token long. */
    private record Numbers(List<Integer> values) implements Divisible<Numbers> {
        Numbers(Integer... values) {
            this(List.of(values));
        }

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public Numbers part(int first, int end) {
            return new Numbers(values.subList(first, end));
        }
    }

    /** Adds numbers, and has room for so many at a time. */
    private static class Sum implements BatchSums<Numbers> {
        final int room;
        final List<Integer> tried = new ArrayList<>();
        double sum;

        Sum(int room) {
            this.room = room;
        }

        @Override
        public void add(Numbers batch) {
            tried.add(batch.size());
            if (batch.size() > room) {
                allocateTooMuch();
            }
            sum += batch.values().stream().mapToDouble(number -> number / 3.0).sum();
        }

        @Override
        public Map<String, DoubleTensor> state() {
            return Map.of("sum", DoubleTensor.vector(sum));
        }

        @Override
        public void restore(SafetensorsFile state) throws IOException {
            sum = state.readDoubles("sum")[0];
        }
    }

    /** What libtorch throws, from where it throws it. */
    private static void allocateTooMuch() {
        try (TorchScript script = TorchScript.compile("too-much", """
                        def allocate(self, elements: int) -> Tensor:
                          return torch.zeros([elements])
                        """);
                NDManager manager = TorchEngine.newManager(Device.cpu())) {
            script.tensor(manager, "allocate", 1L << 50);
        }
    }

    @Test
    void halvesUntilThereIsRoomAndRemembersIt() throws IOException {
        Sum whole = new Sum(8);
        BatchLoop.unsaved().run(BATCHES, whole, done -> {});
        assertThat(whole.tried).containsExactly(8, 1, 5, 2);
        Sum halved = new Sum(3);
        BatchLoop.unsaved().run(BATCHES, halved, done -> {});
        assertThat(halved.tried).containsExactly(8, 4, 2, 2, 2, 2, 1, 2, 1, 2, 2);
        assertThat(halved.sum).isCloseTo(whole.sum, within(1e-12));
    }

    @Test
    void endsWhereASingleOneFindsNoRoom() {
        assertThatThrownBy(() -> BatchLoop.unsaved().run(BATCHES, new Sum(0), done -> {}))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("a single sequence of 1 tokens")
                .hasMessageContaining("lower the maximum length");
    }

    @Test
    void javasMemoryCountsToo() throws IOException {
        List<Integer> added = new ArrayList<>();
        BatchSums<Numbers> sums = new Sum(8) {
            @Override
            public void add(Numbers batch) {
                if (batch.size() > 2) {
                    throw new OutOfMemoryError("Java heap space");
                }
                added.addAll(batch.values());
            }
        };
        BatchLoop.unsaved().run(BATCHES, sums, done -> {});
        assertThat(added)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 16).boxed().toList());
    }

    @Test
    void otherFaultsPass() {
        BatchSums<Numbers> sums = new Sum(8) {
            @Override
            public void add(Numbers batch) {
                throw new InputException("not finite");
            }
        };
        assertThatThrownBy(() -> BatchLoop.unsaved().run(BATCHES, sums, done -> {}))
                .isInstanceOf(InputException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void goesOnWhereItWasInterrupted(int batches) throws IOException {
        Sum whole = new Sum(8);
        BatchLoop.unsaved().run(BATCHES, whole, done -> {});
        SavingContext context = new SavingContext(folder, batches);
        assertThatThrownBy(() -> BatchLoop.saving(context, "this task").run(BATCHES, new Sum(8), done -> {}))
                .isInstanceOf(CancelledException.class);
        Sum rest = new Sum(8);
        BatchLoop.saving(context.next(), "this task").run(BATCHES, rest, done -> {});
        assertThat(rest.sum).isEqualTo(whole.sum);
        assertThat(rest.tried).hasSize(BATCHES.size() - batches);
    }

    @Test
    void whatIsOfNoUseIsLeftAlone() throws IOException {
        SavingContext context = new SavingContext(folder, 2);
        assertThatThrownBy(() -> BatchLoop.saving(context, "this task").run(BATCHES, new Sum(8), done -> {}))
                .isInstanceOf(CancelledException.class);
        Sum other = new Sum(8);
        BatchLoop.saving(context.next(), "another task").run(BATCHES, other, done -> {});
        assertThat(other.tried).as("of another task").hasSize(BATCHES.size());
        Sum fewer = new Sum(8);
        BatchLoop.saving(new SavingContext(folder, 99), "another task").run(BATCHES.subList(0, 3), fewer, done -> {});
        assertThat(fewer.tried).as("more batches done than there are").hasSize(3);
        Files.writeString(folder.resolve("saved"), "damaged");
        Sum damaged = new Sum(8);
        BatchLoop.saving(context.next(), "this task").run(BATCHES, damaged, done -> {});
        assertThat(damaged.tried).as("damaged").hasSize(BATCHES.size());
    }
}
