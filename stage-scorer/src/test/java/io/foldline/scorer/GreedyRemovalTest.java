package io.foldline.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.event.BlocksScored;
import io.foldline.event.Candidate;
import io.foldline.event.Cut;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.ModelCache;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.CalibrationSet;
import io.foldline.pruning.BlockSelectors;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.InProcess;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The selector sleb against the losses of models that are pruned by hand. */
class GreedyRemovalTest {
    private static final int SAMPLES = 24;
    private static final int BLOCKS = 5;

    @TempDir
    Path directory;

    private final TokenizedSamples samples = new TokenizedSamples();

    private RunRequested request(double drop) {
        return Requests.stories(directory.resolve("pruned"), SAMPLES)
                .setSelector(new Selector("sleb", Map.of()))
                .setDrop(new Drop(DropUnit.BLOCKS, drop))
                .setTasksPerStage(2)
                .build();
    }

    @Test
    void eachRoundTakesTheBlockThatIsMissedLeast() throws IOException {
        List<BlocksScored> rounds = new ArrayList<>();
        try (ModelCache models = new ModelCache()) {
            ScorerStage stage = new ScorerStage(models, samples);
            InProcess process = new InProcess(new FileArtifactStore(directory.toUri()));
            Optional<RunRequested> next = Optional.of(request(3));
            while (next.isPresent()) {
                BlocksScored scored = process.run(stage, next.get());
                rounds.add(scored);
                next = stage.again(scored, Instant.EPOCH);
            }
        }
        assertThat(rounds).hasSize(3);

        List<Integer> removed = new ArrayList<>();
        for (BlocksScored round : rounds) {
            Map<Integer, Double> losses = losses(removed);
            assertThat(round.getCandidates())
                    .extracting(candidate -> candidate.getCut().getKept() + 1)
                    .containsExactlyElementsOf(losses.keySet());
            for (Candidate candidate : round.getCandidates()) {
                double loss =
                        Objects.requireNonNull(losses.get(candidate.getCut().getKept() + 1));
                assertThat(candidate.getDistance()).isEqualTo(loss, within(1e-6));
            }
            removed.add(losses.entrySet().stream()
                    .min(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey());
            assertThat(round.getPlan().getRemoved()).containsExactlyInAnyOrderElementsOf(removed);
        }
    }

    /** Loss a token of the model without what was removed and one more block, by that block. */
    private Map<Integer, Double> losses(List<Integer> removed) throws IOException {
        Map<Integer, Double> losses = new TreeMap<>();
        Checkpoint checkpoint = Checkpoint.open(Fixtures.path("models/stories260k"));
        List<SampleBatch> batches = CalibrationSet.of(request(3), samples).batches(new ItemRange(0, SAMPLES));
        try (LanguageModel dense = LanguageModel.load(checkpoint, ComputeOptions.parse("cpu", "f32"))) {
            for (int block = 1; block < BLOCKS; block++) {
                if (removed.contains(block)) {
                    continue;
                }
                int left = block;
                List<Integer> kept = IntStream.range(0, BLOCKS)
                        .filter(each -> each != left && !removed.contains(each))
                        .boxed()
                        .toList();
                try (LanguageModel pruned = dense.variant(new Variant(kept, Map.of()))) {
                    losses.put(block, loss(pruned, batches));
                }
            }
        }
        return losses;
    }

    private static double loss(LanguageModel model, List<SampleBatch> batches) throws IOException {
        double sum = 0;
        long predicted = 0;
        for (SampleBatch batch : batches) {
            TokenBatch texts = (TokenBatch) batch.tokens();
            int[] second = new int[texts.size()];
            Arrays.fill(second, 1);
            sum -= Arrays.stream(model.logLikelihoods(texts, second)).sum();
            predicted += texts.realTokens() - texts.size();
        }
        return sum / predicted;
    }

    @Test
    void takesTheRestAtOnceWhenHalfOfTheTimeIsUp() throws IOException {
        try (ModelCache models = new ModelCache()) {
            ScorerStage stage = new ScorerStage(models, samples);
            InProcess process = new InProcess(new FileArtifactStore(directory.toUri()));
            RunRequested request =
                    RunRequested.newBuilder(request(3)).setTimeBudget(10).build();
            BlocksScored first = process.run(stage, request);
            List<Integer> lowest = first.getCandidates().stream()
                    .sorted(Comparator.comparingDouble(Candidate::getDistance))
                    .map(candidate -> candidate.getCut().getKept() + 1)
                    .toList();

            RunRequested inTime =
                    stage.again(first, request.getRequestedAt().plusSeconds(2)).orElseThrow();
            RunRequested late =
                    stage.again(first, request.getRequestedAt().plusSeconds(3)).orElseThrow();

            assertThat(inTime.getRound().getPlan().getRemoved()).containsExactly(lowest.get(0));
            assertThat(late.getRound().getPlan().getRemoved())
                    .containsExactlyInAnyOrderElementsOf(lowest.subList(0, 3));
            BlocksScored chosen = process.run(stage, late);
            assertThat(chosen.getPlan()).isEqualTo(late.getRound().getPlan());
            assertThat(stage.again(chosen, request.getRequestedAt().plusSeconds(4)))
                    .isEmpty();
        }
    }

    @Test
    void cutsThatAreGivenNeedNoRound() throws IOException {
        try (ModelCache models = new ModelCache()) {
            ScorerStage stage = new ScorerStage(models, samples);
            RunRequested given = RunRequested.newBuilder(request(3))
                    .setCuts(List.of(new Cut(1, 2)))
                    .build();
            BlocksScored scored = new InProcess(new FileArtifactStore(directory.toUri())).run(stage, given);

            assertThat(scored.getPlan().getRemoved()).containsExactly(2, 3);
            assertThat(stage.again(scored, Instant.EPOCH)).isEmpty();
        }
    }

    @Test
    void modelsOfImagesHaveNoSuchLoss() throws IOException {
        try (ModelCache models = new ModelCache();
                ModelCache.Lease lease =
                        models.lease(Fixtures.path("fixtures/architectures/vit"), ComputeOptions.parse("cpu", "f32"))) {
            assertThatThrownBy(() -> RemovalLosses.of(lease.model(), BlockSelectors.SLEB, List.of()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("sleb")
                    .hasMessageContaining("vit");
        }
    }
}
