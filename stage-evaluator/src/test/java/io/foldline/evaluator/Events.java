package io.foldline.evaluator;

import io.foldline.event.Calibration;
import io.foldline.event.ChatTemplate;
import io.foldline.event.CheckpointMerged;
import io.foldline.event.Compute;
import io.foldline.event.Cut;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Evaluation;
import io.foldline.event.Method;
import io.foldline.event.Plan;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.event.TextSource;
import io.foldline.schemas.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events that start the evaluator. */
final class Events {
    static {
        // The catalogue makes the contracts known to Avro.
        Topics.all();
    }

    private Events() {}

    /** A pruned checkpoint came of a dense one. */
    static CheckpointMerged merged(Path dense, Path pruned, Evaluation evaluation, int tasks) {
        RunRequested request = RunRequested.newBuilder()
                .setRunId("run-1")
                .setRequestedAt(Instant.EPOCH)
                .setModel(dense.toUri().toString())
                .setOutput(pruned.toUri().toString())
                .setDrop(new Drop(DropUnit.BLOCKS, 1.0))
                .setSelector(new Selector("angular", Map.of()))
                .setMethod(new Method("uidl", new Ridge(RidgeKind.RELATIVE, 1e-3), Map.of()))
                .setCalibration(new Calibration(
                        List.of(new TextSource("file:///calibration.txt", "text", 1.0)),
                        8,
                        64,
                        ChatTemplate.AUTO,
                        null))
                .setEvaluation(evaluation)
                .setCompute(new Compute("cpu", "f32", "auto"))
                .setTasksPerStage(tasks)
                .build();
        Plan plan = new Plan(5, List.of(3), List.of(new Cut(2, 1)));
        return new CheckpointMerged(request, plan, List.of(), request.getOutput(), "00", 1L, 2L, 3L);
    }
}
