package io.foldline.testsupport;

import io.foldline.event.Calibration;
import io.foldline.event.ChatTemplate;
import io.foldline.event.Compute;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Evaluation;
import io.foldline.event.Method;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.event.TextSource;
import io.foldline.schemas.Trust;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Requests for runs on the stories260k model, to be changed by the test that makes them. */
public final class Requests {
    private static final int MAX_LENGTH = 64;

    private Requests() {}

    /**
     * One block less by least squares, on the first texts of the TinyStories calibration set, nothing evaluated.
     *
     * @param output folder of the pruned checkpoint
     * @param samples number of calibration texts
     */
    public static RunRequested.Builder stories(Path output, int samples) {
        Trust.contracts();
        return RunRequested.newBuilder()
                .setRunId("run-1")
                .setRequestedAt(Instant.EPOCH)
                .setModel(uri(Fixtures.path("models/stories260k")))
                .setOutput(uri(output))
                .setDrop(new Drop(DropUnit.BLOCKS, 1.0))
                .setSelector(new Selector("angular", Map.of()))
                .setMethod(method("replaceme-ls", RidgeKind.RELATIVE, 1e-3))
                .setCalibration(
                        calibration(Fixtures.path("data/calibration/tinystories-256.jsonl"), samples, MAX_LENGTH))
                .setEvaluation(new Evaluation(List.of(), null, null, null, 0, null))
                .setCompute(new Compute("cpu", "f32", "auto"));
    }

    /** A method with its ridge. */
    public static Method method(String name, RidgeKind ridge, double value) {
        return new Method(name, new Ridge(ridge, value), Map.of());
    }

    /** The first texts of a JSONL file, by its usual column. */
    public static Calibration calibration(Path texts, int samples, int maxLength) {
        TextSource source = new TextSource(uri(texts), "text", 1.0);
        return new Calibration(List.of(source), samples, maxLength, ChatTemplate.AUTO, null);
    }

    private static String uri(Path path) {
        return path.toUri().toString();
    }
}
