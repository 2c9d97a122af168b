package io.foldline.cli.fault;

import io.foldline.cli.fault.Problem.Effect;
import java.util.List;
import java.util.Locale;

/** What came of many schedules, one line a kind, as Markdown. */
record FaultTable(List<Verdict> verdicts) {
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("""
                | faults | schedules | runs | lost | doubled | differing | other | median seconds |
                |---|---|---|---|---|---|---|---|
                """);
        for (Kind kind : Kind.values()) {
            List<Verdict> ofKind = verdicts.stream()
                    .filter(verdict -> verdict.schedule().kind() == kind)
                    .toList();
            if (!ofKind.isEmpty()) {
                table.append(row(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), ofKind));
            }
        }
        return table.append(row("all", verdicts)).toString();
    }

    private static String row(String name, List<Verdict> verdicts) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %d | %.1f |%n",
                name,
                verdicts.size(),
                verdicts.stream()
                        .mapToInt(verdict -> verdict.schedule().runs().size())
                        .sum(),
                count(verdicts, Effect.LOST),
                count(verdicts, Effect.DOUBLED),
                count(verdicts, Effect.DIFFERING),
                count(verdicts, Effect.OTHER),
                median(verdicts));
    }

    private static long count(List<Verdict> verdicts, Effect effect) {
        return verdicts.stream().mapToLong(verdict -> verdict.count(effect)).sum();
    }

    private static double median(List<Verdict> verdicts) {
        double[] seconds =
                verdicts.stream().mapToDouble(Verdict::seconds).sorted().toArray();
        return seconds[seconds.length / 2];
    }
}
