package io.foldline.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.event.BlocksScored;
import io.foldline.event.Budget;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.pruning.BlockAmounts;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets: blocks are measured in a round of their own, and the next one removes as many as it takes. */
class BudgetTest {
    private final ModelCache models = new ModelCache();
    private final TokenizedSamples samples = new TokenizedSamples();
    private final ScorerStage stage = new ScorerStage(models, samples);

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        models.close();
        samples.close();
    }

    private RunRequested.Builder request(DropUnit unit, double amount) {
        return Requests.stories(directory.resolve("pruned"), 16).setDrop(new Drop(unit, amount));
    }

    private BlocksScored run(RunRequested request) throws IOException {
        return new InProcess(new FileArtifactStore(directory.toUri())).run(stage, request);
    }

    private static long sum(String prefix, ToLongFunction<TensorInfo> size) throws IOException {
        Collection<TensorInfo> tensors =
                Checkpoint.open(Fixtures.path("models/stories260k")).tensors().values();
        return tensors.stream()
                .filter(tensor -> tensor.name().startsWith(prefix))
                .mapToLong(size)
                .sum();
    }

    @Test
    void parametersAreCountedInARoundOfTheirOwn() throws IOException {
        long block = sum("model.layers.1.", TensorInfo::elements);
        BlocksScored measured = run(request(DropUnit.PARAMETERS, block + 1.0).build());
        Budget budget = measured.getRequest().getBudget();
        assertThat(budget.getBlocks()).hasSize(5).containsOnly((double) block);
        assertThat(budget.getRest()).isEqualTo((double) sum("", TensorInfo::elements) - 5 * block);
        assertThat(budget.getRemoved()).isEqualTo(2);
        assertThat(measured.getPlan().getRemoved()).isEmpty();

        RunRequested next = stage.again(measured, Instant.EPOCH).orElseThrow();
        assertThat(next.getRound().getNumber()).isEqualTo(1);
        assertThat(next.getRound().getExpected()).isEqualTo(2);
        BlocksScored scored = run(next);
        assertThat(scored.getPlan().getRemoved()).hasSize(2);
        assertThat(scored.getCandidates()).hasSize(3);
        assertThat(scored.getRequest().getBudget()).isEqualTo(budget);
        assertThat(stage.again(scored, Instant.EPOCH)).isEmpty();
    }

    @Test
    void bytesAreThoseOfTheCheckpoint() throws IOException {
        long block = sum("model.layers.1.", TensorInfo::bytes);
        Budget budget =
                run(request(DropUnit.BYTES, 3.0 * block).build()).getRequest().getBudget();
        assertThat(budget.getRemoved()).isEqualTo(3);
        assertThat(budget.getRest() + 5 * block).isEqualTo((double) sum("", TensorInfo::bytes));
    }

    @Test
    void aGreedySelectorTakesAsManyBlocks() throws IOException {
        long block = sum("model.layers.1.", TensorInfo::elements);
        RunRequested request = request(DropUnit.PARAMETERS, 2.0 * block)
                .setSelector(new Selector("sleb", Map.of()))
                .build();
        BlocksScored event = run(request);
        int rounds = 1;
        for (Optional<RunRequested> next = stage.again(event, Instant.EPOCH);
                next.isPresent();
                next = stage.again(event, Instant.EPOCH)) {
            assertThat(next.get().getRound().getExpected()).isEqualTo(3);
            event = run(next.get());
            rounds++;
        }
        assertThat(rounds).isEqualTo(3);
        assertThat(event.getPlan().getRemoved()).hasSize(2);
    }

    @Test
    void windowsShareWhatABudgetComesTo() throws IOException {
        long block = sum("model.layers.1.", TensorInfo::elements);
        RunRequested request =
                request(DropUnit.PARAMETERS, 2.5 * block).setCutCount(2).build();
        BlocksScored scored = run(stage.again(run(request), Instant.EPOCH).orElseThrow());
        assertThat(scored.getCandidates()).hasSize(4 + 3);
        assertThat(scored.getPlan().getRemoved()).hasSize(3);
        RunRequested tooMany = RunRequested.newBuilder(request).setCutCount(4).build();
        assertThatThrownBy(() -> run(tooMany))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--cuts 4 for 3 blocks");
    }

    @Test
    void blocksAreTimed() throws IOException {
        RunRequested request = request(DropUnit.LATENCY_PERCENT, 1).build();
        assertThat(stage.fingerprint(stage.split(request).get(0))).isEmpty();
        Budget budget = run(request).getRequest().getBudget();
        assertThat(budget.getBlocks()).hasSize(5).allMatch(seconds -> seconds > 0 && seconds < 10);
        assertThat(budget.getRest()).isNotNegative();
        assertThat(budget.getRemoved()).isEqualTo(1);
    }

    @Test
    void whatNeedsEveryBlockIsRefused() {
        assertThatThrownBy(() -> run(request(DropUnit.LATENCY_PERCENT, 99.9).build()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Drop latency:99.9%: the model's 4 blocks behind the first");
        assertThatThrownBy(() -> run(request(DropUnit.PARAMETERS, 1e9).build()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Drop params:1B: the model's 4 blocks behind the first")
                .hasMessageContaining("expected at most that");
    }

    /** Experts in every other block. */
    @Test
    void blocksMayDiffer() throws IOException {
        Path model = Fixtures.path("fixtures/families/qwen2-moe");
        BlockAmounts blocks = BlockMeasure.stored(Checkpoint.open(model), TensorInfo::elements);
        Map<String, TensorInfo> tensors = Checkpoint.open(model).tensors();
        for (int block = 0; block < 6; block++) {
            String prefix = "model.layers." + block + ".";
            long expected = tensors.values().stream()
                    .filter(tensor -> tensor.name().startsWith(prefix))
                    .mapToLong(TensorInfo::elements)
                    .sum();
            assertThat(blocks.blocks().get(block)).isEqualTo((double) expected);
        }
        assertThat(blocks.blocks().get(0)).isNotEqualTo(blocks.blocks().get(1));
        assertThat(blocks.total()).isEqualTo((double) Checkpoint.open(model).parameters());
    }
}
