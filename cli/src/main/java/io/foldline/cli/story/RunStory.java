package io.foldline.cli.story;

import io.foldline.event.BlocksScored;
import io.foldline.event.CheckpointMerged;
import io.foldline.event.Fold;
import io.foldline.event.FoldContent;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.RunRequested;
import io.foldline.event.Trial;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A run that completed, as the event log tells it.
 *
 * @param scored what the scorer found
 * @param trials how the model did with some of the folds; empty for methods that are not tried
 * @param sourceSamples samples of each calibration source, in the order of the request; empty where nothing was calibrated
 * @param merged what the merger wrote
 * @param evaluated what the evaluator measured
 * @param seconds wall-clock seconds by stage, in the order of the stages, from the event that started the stage to its own
 * @param events every record of the run but the progress, by time
 */
public record RunStory(
        RunRequested request,
        BlocksScored scored,
        List<Trial> trials,
        List<Integer> sourceSamples,
        CheckpointMerged merged,
        ModelEvaluated evaluated,
        Map<String, Double> seconds,
        List<StoryEvent> events) {

    /** Removed blocks, ascending, numbered as in the dense model. */
    public List<Integer> removed() {
        return evaluated.getPlan().getRemoved();
    }

    /** Blocks that stay, ascending, numbered as in the dense model. */
    public List<Integer> kept() {
        TreeSet<Integer> removed = new TreeSet<>(removed());
        return IntStream.range(0, evaluated.getPlan().getBlocks())
                .filter(block -> !removed.contains(block))
                .boxed()
                .toList();
    }

    /** Whether the method folds transforms into kept blocks. */
    public boolean folds() {
        return !solved(FoldContent.TRANSFORM).isEmpty();
    }

    /** What the method solved for, of one kind. */
    public List<Fold> solved(FoldContent content) {
        return evaluated.getFolds().stream()
                .filter(fold -> fold.getContent() == content)
                .toList();
    }

    /** Relative residual of the fold, the mean of them where there are several; empty where nothing was folded. */
    public OptionalDouble residual() {
        return solved(FoldContent.TRANSFORM).stream()
                .mapToDouble(Fold::getRelativeResidual)
                .average();
    }
}
