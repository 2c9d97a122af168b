package io.foldline.cli.compare;

import io.foldline.cli.story.RunStory;
import io.foldline.event.TaskScore;
import io.foldline.pruning.DropAmount;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one contender made of the model at one size.
 *
 * @param story null where it cannot be done
 * @param refusal why it cannot be done; empty where it was
 */
public record Trial(
        Contender contender, DropAmount drop, @Nullable RunStory story, String refusal) {
    /** What was measured by a task. */
    Optional<TaskScore> score(String task) {
        return story == null
                ? Optional.empty()
                : story.evaluated().getScores().stream()
                        .filter(score -> score.getEvaluation().equals(task))
                        .findFirst();
    }

    /** One figure of the pruned model, with its standard error, where it has one. */
    Optional<Figure> pruned(Measure measure) {
        return score(measure.task()).map(score -> measure.of(score.getPruned()));
    }

    /** The same figure of the dense model. */
    Optional<Figure> dense(Measure measure) {
        return score(measure.task()).map(score -> measure.of(score.getDense()));
    }

    /**
     * What is compared.
     *
     * @param task name of the task
     * @param metric name of its first metric
     * @param lowerIsBetter whether a smaller value is the better one
     */
    record Measure(String task, String metric, boolean lowerIsBetter) {
        private Figure of(Map<String, Double> metrics) {
            return new Figure(
                    metrics.getOrDefault(metric, Double.NaN), metrics.getOrDefault(metric + "_stderr", Double.NaN));
        }
    }

    /**
     * A value that was measured.
     *
     * @param error its standard error; NaN where it is not known
     */
    record Figure(double value, double error) {}
}
