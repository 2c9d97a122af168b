package io.foldline.cli.fault;

import io.foldline.event.Cut;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Evaluation;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a run asks for.
 *
 * @param method name of the method
 * @param drop number of blocks that go, where there are no explicit cuts
 * @param cuts explicit cuts
 * @param tasks tasks of each stage that splits
 */
record Shape(String method, int drop, List<Cut> cuts, int tasks) {
    /** Those that schedules draw from. */
    static final List<Shape> ALL = List.of(
            new Shape("replaceme-ls", 1, List.of(), 4),
            new Shape("orthogonal", 2, List.of(), 3),
            new Shape("replaceme-ls", 2, List.of(new Cut(0, 1), new Cut(2, 1)), 6),
            new Shape("uidl", 1, List.of(), 5),
            new Shape("reconstruct", 1, List.of(), 2));

    private static final int SAMPLES = 48;
    private static final int MAX_LENGTH = 128;
    private static final int ITEMS = 12;

    /** The request for a run of this shape. */
    RunRequested request(String runId, Path output) {
        String text = "ppl:" + Fixtures.path("data/text/tinystories-eval.jsonl");
        return Requests.stories(output, SAMPLES)
                .setRunId(runId)
                .setRequestedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                .setDrop(new Drop(DropUnit.BLOCKS, (double) drop))
                .setCuts(cuts)
                .setMethod(Requests.method(method, RidgeKind.RELATIVE, 1e-3))
                .setCalibration(Requests.calibration(
                        Fixtures.path("data/calibration/tinystories-256.jsonl"), SAMPLES, MAX_LENGTH))
                .setEvaluation(Evaluation.newBuilder()
                        .setTasks(List.of(text, "hellaswag"))
                        .setTaskData(String.valueOf(
                                Fixtures.path("data/tasks/hellaswag.jsonl").getParent()))
                        .setLimit(ITEMS)
                        .build())
                .setTasksPerStage(tasks)
                .build();
    }
}
