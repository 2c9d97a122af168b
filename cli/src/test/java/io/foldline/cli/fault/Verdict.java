package io.foldline.cli.fault;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a schedule went.
 *
 * @param seconds from the first request until everything was looked at
 */
record Verdict(Schedule schedule, List<Problem> problems, double seconds) {
    long count(Problem.Effect effect) {
        return problems.stream().filter(problem -> problem.effect() == effect).count();
    }

    @Override
    public String toString() {
        String end = problems.isEmpty()
                ? "well"
                : problems.stream()
                        .map(problem -> "\n  " + problem.effect() + " " + problem.text())
                        .collect(Collectors.joining());
        return String.format(Locale.ROOT, "%s: %.1f s, %s", schedule, seconds, end);
    }
}
