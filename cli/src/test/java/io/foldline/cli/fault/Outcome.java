package io.foldline.cli.fault;

import io.foldline.checkpoint.Manifest;
import io.foldline.cli.Checkpoints;
import io.foldline.event.TaskScore;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a run, for comparison with another.
 *
 * @param files digest of every file of the checkpoint that does not tell of the run, by name
 * @param scores what was measured
 */
record Outcome(Map<String, String> files, List<TaskScore> scores) {
    /** @throws IOException if there is no checkpoint, or it is not as its manifest says */
    static Outcome of(Events events, String runId, Path output) throws IOException {
        Manifest manifest = Manifest.read(output).orElseThrow(() -> new IOException(output + ": no checkpoint"));
        Optional<String> damaged = manifest.firstDifference(output);
        if (damaged.isPresent()) {
            throw new IOException(output.resolve(damaged.get()) + ": not as the manifest says");
        }
        List<TaskScore> scores = events.of(Topics.EVALUATOR.completed(), runId).stream()
                .flatMap(event -> event.getScores().stream())
                .toList();
        return new Outcome(Checkpoints.digests(output), scores);
    }
}
