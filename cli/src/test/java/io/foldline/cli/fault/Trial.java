package io.foldline.cli.fault;

import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Plays one schedule on a cluster and looks at everything afterwards. */
final class Trial {
    private static final Duration LATE_WORK = Duration.ofSeconds(20);

    private final Cluster cluster;
    private final References references;
    private final Schedule schedule;
    private final List<Problem> problems = new ArrayList<>();

    private Trial(Cluster cluster, References references, Schedule schedule) {
        this.cluster = cluster;
        this.references = references;
        this.schedule = schedule;
    }

    static Verdict play(Cluster cluster, References references, Schedule schedule) throws InterruptedException {
        Trial trial = new Trial(cluster, references, schedule);
        long begin = System.nanoTime();
        try {
            trial.play();
        } catch (IOException | RuntimeException | AssertionError e) {
            trial.problems.add(
                    Problem.other("cannot be played or looked at: %s, %s".formatted(e, String.valueOf(e.getCause()))));
        }
        return new Verdict(schedule, List.copyOf(trial.problems), (System.nanoTime() - begin) / 1e9);
    }

    private void play() throws IOException, InterruptedException {
        int deaths = deaths().size();
        Scene scene = new Scene(cluster, schedule);
        scene.submit();
        Timeline.play(scene);
        cluster.heal();
        settle();
        for (String death : deaths().stream().skip(deaths).toList()) {
            problems.add(Problem.other("ended by itself: %s".formatted(death)));
        }
        if (problems.isEmpty()) {
            look();
        }
        if (problems.isEmpty()) {
            Leftovers.clear(cluster.artifacts());
        }
    }

    private void settle() throws IOException, InterruptedException {
        Settling settling = new Settling(cluster.settings());
        for (RunView run : settling.await(runIds(), Patience.LONG)) {
            problems.add(Problem.lost("%s does not end: %s".formatted(run.runId(), run.stages())));
        }
        settling.awaitTransactions(Patience.LONG)
                .forEach((partition, ends) -> problems.add(
                        Problem.other("%s: a transaction stays open, read %s".formatted(partition, ends))));
    }

    private void look() throws IOException, InterruptedException {
        Events events = Patience.with(() -> Events.read(cluster.settings()));
        if (events.deadLetters() > 0) {
            problems.add(Problem.other("%d dead letters".formatted(events.deadLetters())));
        }
        for (int i = 0; i < schedule.runs().size(); i++) {
            problems.addAll(RunCheck.of(events, schedule.runId(i), schedule.cancels(i)));
        }
        for (int i = 0; i < schedule.runs().size() && problems.isEmpty(); i++) {
            compare(events, i);
        }
        leftovers();
    }

    private void compare(Events events, int run) throws IOException, InterruptedException {
        String runId = schedule.runId(run);
        Path output = cluster.output(runId);
        if (schedule.cancels(run) && !events.completed(runId)) {
            awaitAbsence(output);
            return;
        }
        Outcome expected = references.of(schedule.runs().get(run));
        Outcome found = Outcome.of(events, runId, output);
        if (!found.equals(expected)) {
            problems.add(Problem.differing("%s: expected %s, found %s".formatted(runId, expected, found)));
        }
    }

    private void awaitAbsence(Path output) throws InterruptedException {
        long end = System.nanoTime() + LATE_WORK.toNanos();
        while (Files.exists(output) && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        if (Files.exists(output)) {
            problems.add(Problem.other("%s: still there although the run was cancelled".formatted(output)));
        }
    }

    /** Attempts that were taken over are still ending, and clean up. What a killed process was writing stays. */
    private void leftovers() throws IOException, InterruptedException {
        List<Path> folders = new ArrayList<>(List.of(cluster.output("")));
        if (!schedule.kills()) {
            folders.add(cluster.artifacts());
        }
        long end = System.nanoTime() + LATE_WORK.toNanos();
        for (Path folder : folders) {
            List<Path> found = Leftovers.below(folder);
            while (!found.isEmpty() && System.nanoTime() < end) {
                Thread.sleep(50);
                found = Leftovers.below(folder);
            }
            if (!found.isEmpty()) {
                problems.add(Problem.other("left behind: %s".formatted(found)));
            }
        }
    }

    private List<String> runIds() {
        return IntStream.range(0, schedule.runs().size())
                .mapToObj(schedule::runId)
                .toList();
    }

    private List<String> deaths() {
        return cluster.processes().stream()
                .flatMap(process -> process.deaths().stream())
                .toList();
    }
}
