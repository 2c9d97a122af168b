package io.foldline.merger;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.Locations;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.event.BlockMap;
import io.foldline.event.Calibration;
import io.foldline.event.ChatTemplate;
import io.foldline.event.Compatibility;
import io.foldline.event.Compute;
import io.foldline.event.Cut;
import io.foldline.event.CutPolicy;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Evaluation;
import io.foldline.event.Fold;
import io.foldline.event.FoldContent;
import io.foldline.event.Method;
import io.foldline.event.Plan;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.event.TextSource;
import io.foldline.event.TransformsSolved;
import io.foldline.schemas.Topics;
import io.foldline.stage.ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/** Events that start the merger. */
final class Runs {
    static {
        // Makes the contracts known to Avro, which the builders of events need.
        Topics.all();
    }

    private Runs() {}

    static RunRequested request(String run, String method, Path model, Path output) {
        TextSource texts = new TextSource("file:///data/tiny%20stories.jsonl", "text", 1.0);
        return RunRequested.newBuilder()
                .setRunId(run)
                .setRequestedAt(Instant.EPOCH)
                .setModel(Locations.uri(model))
                .setOutput(Locations.uri(output))
                .setDrop(new Drop(DropUnit.BLOCKS, 2.0))
                .setCutPolicy(CutPolicy.ONE_SHOT)
                .setSelector(new Selector("angular", Map.of()))
                .setMethod(new Method(method, new Ridge(RidgeKind.RELATIVE, 1e-3), Map.of()))
                .setCalibration(new Calibration(List.of(texts), 128, 256, ChatTemplate.AUTO, null))
                .setEvaluation(Evaluation.newBuilder().setTasks(List.of()).build())
                .setCompute(new Compute("cpu", "auto", "auto"))
                .setCompatibility(Compatibility.NONE)
                .build();
    }

    static TransformsSolved solved(RunRequested request, int blocks, int kept, int removed, List<Fold> folds) {
        List<Integer> gone =
                IntStream.rangeClosed(kept + 1, kept + removed).boxed().toList();
        return new TransformsSolved(request, new Plan(blocks, gone, List.of(new Cut(kept, removed))), folds);
    }

    static Fold fold(ArtifactStore artifacts, int block, DMatrixRMaj transform) throws IOException {
        DoubleTensor tensor = DoubleTensor.matrix(transform.numRows, transform.numCols, transform.data);
        return new Fold(
                block,
                artifacts.put(
                        "transforms/" + block, file -> SafetensorsWriter.write(file, Map.of("transform", tensor))),
                0.25,
                0.125,
                BlockMap.MLP_OUTPUT,
                FoldContent.TRANSFORM,
                1.0);
    }
}
