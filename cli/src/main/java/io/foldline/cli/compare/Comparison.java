package io.foldline.cli.compare;

import io.foldline.cli.compare.Trial.Figure;
import io.foldline.cli.compare.Trial.Measure;
import io.foldline.cli.show.Metrics;
import io.foldline.event.TaskScore;
import io.foldline.pruning.DropAmount;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * All that was tried on one model. What a contender loses is judged against what the first of them loses at the same size.
 *
 * @param contenders in the order in which they were given
 * @param drops sizes, in the order in which they were given
 * @param trials one for each of both
 */
public record Comparison(List<Contender> contenders, List<DropAmount> drops, List<Trial> trials) {
    /** Less than this share of what the first contender loses counts as this: it may be chance, or below zero. */
    static final double LEAST_SHARE = 0.05;

    public Comparison {
        contenders = List.copyOf(contenders);
        drops = List.copyOf(drops);
        trials = List.copyOf(trials);
    }

    Trial trial(Contender contender, DropAmount drop) {
        return trials.stream()
                .filter(trial ->
                        trial.contender().equals(contender) && trial.drop().equals(drop))
                .findFirst()
                .orElseThrow();
    }

    /** The first metric of each task, in the order of the tasks. */
    List<Measure> measures() {
        return trials.stream()
                .map(Trial::story)
                .filter(Objects::nonNull)
                .findFirst()
                .map(story -> story.evaluated().getScores().stream()
                        .map(Comparison::measure)
                        .toList())
                .orElse(List.of());
    }

    private static Measure measure(TaskScore score) {
        Metrics.Row row = Metrics.rows(List.of(score)).get(0);
        return new Measure(score.getEvaluation(), row.metric(), row.lowerIsBetter());
    }

    /** What the dense model scores; the same in all trials. */
    Optional<Figure> dense(Measure measure) {
        return trials.stream().flatMap(trial -> trial.dense(measure).stream()).findFirst();
    }

    /** What a contender loses against the dense model, as a share of what the first one loses at the same size. */
    OptionalDouble share(Trial trial, Measure measure) {
        OptionalDouble own = loss(trial, measure);
        OptionalDouble first = loss(trial(contenders.get(0), trial.drop()), measure);
        return own.isPresent() && first.isPresent() && first.getAsDouble() > 0
                ? OptionalDouble.of(own.getAsDouble() / first.getAsDouble())
                : OptionalDouble.empty();
    }

    private OptionalDouble loss(Trial trial, Measure measure) {
        Optional<Figure> pruned = trial.pruned(measure);
        Optional<Figure> dense = trial.dense(measure);
        if (pruned.isEmpty() || dense.isEmpty()) {
            return OptionalDouble.empty();
        }
        double more = pruned.get().value() - dense.get().value();
        return OptionalDouble.of(measure.lowerIsBetter() ? more : -more);
    }

    /** Geometric mean of a contender's shares over all sizes and tasks, each at least {@link #LEAST_SHARE}. */
    OptionalDouble meanShare(Contender contender) {
        List<Double> shares = drops.stream()
                .map(drop -> trial(contender, drop))
                .flatMap(trial -> measures().stream().map(measure -> share(trial, measure)))
                .flatMap(share -> share.isPresent() ? Stream.of(share.getAsDouble()) : Stream.empty())
                .toList();
        OptionalDouble logs = shares.stream()
                .mapToDouble(share -> Math.log(Math.max(share, LEAST_SHARE)))
                .average();
        return logs.isPresent() ? OptionalDouble.of(Math.exp(logs.getAsDouble())) : OptionalDouble.empty();
    }
}
