package io.foldline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.event.Candidate;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.model.ComputeOptions;
import io.foldline.model.LanguageModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenBatch;
import io.foldline.model.Variant;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.CalibrationSet;
import io.foldline.stage.FileArtifactStore;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The selector perplexity against losses of models that are cut by hand. */
class PerplexitySelectionTest {
    private static final int SAMPLES = 32;
    private static final int BLOCKS = 5;

    @TempDir
    private Path directory;

    private RunRequested request(String method, String of, int tasks) {
        return Requests.stories(directory.resolve("pruned"), SAMPLES)
                .setSelector(new Selector("perplexity", Map.of("of", of, "top", "2")))
                .setMethod(Requests.method(method, RidgeKind.RELATIVE, 1e-3))
                .setTasksPerStage(tasks)
                .build();
    }

    private List<Candidate> candidates(RunRequested request) throws IOException {
        return Analysis.candidates(request, List.of(1), new FileArtifactStore(directory.toUri()));
    }

    @Test
    void whereBlocksAreDroppedTheLossIsThatOfTheModelWithoutThem() throws IOException {
        RunRequested request = request("uidl", "cosine", 2);

        List<Candidate> measured = candidates(request);

        assertThat(measured)
                .extracting(candidate -> candidate.getCut().getKept())
                .containsExactly(1, 2);
        try (LanguageModel dense = LanguageModel.load(
                Checkpoint.open(Fixtures.path("models/stories260k")), ComputeOptions.parse("cpu", "f32"))) {
            for (Candidate candidate : measured) {
                int gone = candidate.getCut().getKept() + 1;
                List<Integer> kept = IntStream.range(0, BLOCKS)
                        .filter(block -> block != gone)
                        .boxed()
                        .toList();
                try (LanguageModel pruned = dense.variant(new Variant(kept, Map.of()))) {
                    assertThat(candidate.getDistance()).isEqualTo(heldOutLoss(pruned, request), within(1e-6));
                }
            }
        }
    }

    /** Of every five samples the last one is held out. */
    private static double heldOutLoss(LanguageModel model, RunRequested request) throws IOException {
        double loss = 0;
        long predicted = 0;
        try (TokenizedSamples samples = new TokenizedSamples()) {
            for (SampleBatch batch : CalibrationSet.of(request, samples).batches(new ItemRange(0, SAMPLES))) {
                for (int i = 0; i < batch.size(); i++) {
                    if (batch.numbers().get(i) % 5 == 4) {
                        TokenBatch text = (TokenBatch) batch.part(i, i + 1).tokens();
                        loss -= model.logLikelihoods(text, new int[] {1})[0];
                        predicted += text.realTokens() - 1;
                    }
                }
            }
        }
        return loss / predicted;
    }

    @ParameterizedTest
    @ValueSource(strings = {"angular", "residual"})
    void foldsLowerTheLoss(String of) throws IOException {
        List<Candidate> dropped = candidates(request("uidl", of, 1));
        List<Candidate> folded = candidates(request("replaceme-ls", of, 3));

        assertThat(folded).hasSize(2);
        for (int i = 0; i < folded.size(); i++) {
            assertThat(folded.get(i).getCut()).isEqualTo(dropped.get(i).getCut());
            assertThat(folded.get(i).getDistance()).isLessThan(dropped.get(i).getDistance() - 0.05);
        }
    }
}
