package io.foldline.cli;

import io.foldline.cli.story.RunStory;
import io.foldline.cli.story.StoryEvent;
import io.foldline.event.ArtifactReference;
import io.foldline.event.BlockMap;
import io.foldline.event.BlocksScored;
import io.foldline.event.Calibration;
import io.foldline.event.Candidate;
import io.foldline.event.ChatTemplate;
import io.foldline.event.CheckpointMerged;
import io.foldline.event.Compute;
import io.foldline.event.Cut;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.Evaluation;
import io.foldline.event.Fold;
import io.foldline.event.FoldContent;
import io.foldline.event.Method;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.Plan;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.event.TaskScore;
import io.foldline.event.TextSource;
import io.foldline.schemas.Topics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A completed run as the event log might tell it. */
public final class Stories {
    static {
        // The catalogue makes the contracts known to Avro.
        Topics.all();
    }

    private Stories() {}

    /** Drops 3 of 12 blocks, folded into block 3. */
    public static RunStory folded() {
        RunRequested request = request();
        Plan plan = new Plan(12, List.of(4, 5, 6), List.of(new Cut(3, 3)));
        List<Fold> folds = List.of(new Fold(
                3,
                new ArtifactReference("file:///t", "00", 1L),
                1.9655,
                0.63698,
                BlockMap.MLP_OUTPUT,
                FoldContent.TRANSFORM,
                1.0));
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("scorer", 6.31);
        seconds.put("calibrator", 7.25);
        seconds.put("solver", 0.4);
        seconds.put("merger", 0.2);
        seconds.put("evaluator", 9.0);
        return new RunStory(
                request,
                new BlocksScored(request, candidates(), 128L, 29357L, plan, List.of(128), List.of()),
                List.of(),
                List.of(128),
                new CheckpointMerged(
                        request, plan, folds, request.getOutput(), "00", 9_000_000L, 4_550_000L, 5_663_424L),
                new ModelEvaluated(
                        request,
                        plan,
                        folds,
                        request.getOutput(),
                        "00",
                        4_550_000L,
                        5_663_424L,
                        scores(),
                        86.7,
                        80.2,
                        93.2),
                seconds,
                List.of(new StoryEvent(Instant.EPOCH, "foldline.run.requested.v1", "<b>requested</b>")));
    }

    /** Asks for what {@link #folded} did. */
    public static RunRequested request() {
        return RunRequested.newBuilder()
                .setRunId("demo-replaceme-ls-0011aabb")
                .setRequestedAt(Instant.EPOCH)
                .setModel("file:///models/demo")
                .setOutput("file:///out/demo-small")
                .setDrop(new Drop(DropUnit.BLOCKS, 3.0))
                .setSelector(new Selector("angular", Map.of()))
                .setMethod(new Method("replaceme-ls", new Ridge(RidgeKind.RELATIVE, 1e-3), Map.of()))
                .setCalibration(new Calibration(
                        List.of(new TextSource("file:///data/calibration.jsonl", "text", 1.0)),
                        128,
                        512,
                        ChatTemplate.AUTO,
                        null))
                .setEvaluation(Evaluation.newBuilder()
                        .setTasks(List.of("ppl:/data/heldout.jsonl", "wikitext"))
                        .build())
                .setCompute(new Compute("auto", "auto", "auto"))
                .build();
    }

    private static List<Candidate> candidates() {
        double[] distances = {0.1665, 0.1501, 0.1288, 0.1274, 0.1277, 0.1387, 0.1448, 0.139, 0.1572};
        return IntStream.range(0, distances.length)
                .mapToObj(kept -> new Candidate(new Cut(kept, 3), distances[kept]))
                .toList();
    }

    private static List<TaskScore> scores() {
        return List.of(
                score("ppl:/data/heldout.jsonl", 60, Map.of("perplexity", 51.0), Map.of("perplexity", 58.81), 86.7),
                score(
                        "wikitext",
                        2,
                        Map.of("word_perplexity", 1270.0, "byte_perplexity", 3.81, "bits_per_byte", 1.93),
                        Map.of("word_perplexity", 1802.5, "byte_perplexity", 4.07, "bits_per_byte", 2.02),
                        70.5));
    }

    private static TaskScore score(
            String task, long items, Map<String, Double> dense, Map<String, Double> pruned, double retained) {
        return TaskScore.newBuilder()
                .setEvaluation(task)
                .setItems(items)
                .setDense(dense)
                .setPruned(pruned)
                .setRetainedPercent(retained)
                .build();
    }
}
