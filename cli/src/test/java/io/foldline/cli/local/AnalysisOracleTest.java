package io.foldline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.event.Candidate;
import io.foldline.event.RidgeKind;
import io.foldline.event.Selector;
import io.foldline.stage.FileArtifactStore;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The selector residual, which passes three stages, against an independent computation in float64. */
class AnalysisOracleTest {
    @TempDir
    private Path directory;

    @Test
    void residualsOfEveryCandidate() throws IOException {
        List<Candidate> candidates = Analysis.candidates(
                Requests.stories(directory.resolve("pruned"), 128)
                        .setSelector(new Selector("residual", Map.of()))
                        .setMethod(Requests.method("uidl", RidgeKind.RELATIVE, 1e-3))
                        .setCalibration(
                                Requests.calibration(Fixtures.path("data/calibration/tinystories-256.jsonl"), 128, 256))
                        .setTasksPerStage(3)
                        .build(),
                List.of(1, 2),
                new FileArtifactStore(directory.toUri()));

        assertThat(candidates).hasSize(4 + 3);
        for (Candidate candidate : candidates) {
            int kept = candidate.getCut().getKept();
            int removed = candidate.getCut().getRemoved();
            JsonNode oracle = new ObjectMapper()
                    .readTree(Fixtures.path("oracles/stories260k-drop%d.json".formatted(removed))
                            .toFile())
                    .get("relative_residual");
            assertThat(candidate.getDistance())
                    .isEqualTo(oracle.get(kept + ":" + removed).asDouble(), within(1e-6));
        }
    }
}
