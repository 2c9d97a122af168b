package io.foldline.cli.show;

import io.foldline.event.Progress;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A line when a stage has ended, and now and then while a long one goes on: for files and pipes. */
final class LineDisplay implements Display {
    private static final Duration EVERY = Duration.ofSeconds(15);

    private final PrintWriter err;
    private final Set<String> ended = new HashSet<>();
    private @Nullable StageMeter meter;
    private boolean paused;
    private String round = "";
    private int attempt;
    private Instant next = Instant.now().plus(EVERY);

    LineDisplay(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void changed(RunView run) {
        for (StageView stage : run.stages()) {
            if (stage.completed() != null && !run.inRounds() && ended.add(stage.stage())) {
                print("%-10s  done in %s%s".formatted(stage.stage(), Numbers.seconds(stage.seconds()), tasks(stage)));
            }
        }
        if (run.attempt() != attempt) {
            attempt = run.attempt();
            print("attempt " + (attempt + 1));
        }
        boolean rests = run.status() == RunStatus.PAUSED;
        if (rests != paused) {
            paused = rests;
            print(rests ? "paused; 'foldline resume %s' lets it go on".formatted(run.runId()) : "resumed");
        }
        StageView current = run.current().orElse(null);
        if (current == null) {
            return;
        }
        round = run.round() == null
                ? ""
                : "round %d of %d, "
                        .formatted(run.round().getNumber() + 1, run.round().getExpected());
        if (meter == null || !meter.stage().equals(current.stage())) {
            meter = new StageMeter(current.stage());
        }
        meter.changed(current);
    }

    @Override
    public void progress(Progress progress) {
        if (meter != null) {
            meter.progress(progress);
            if (Instant.now().isAfter(next)) {
                next = Instant.now().plus(EVERY);
                print("%-10s  %s%d %%".formatted(meter.stage(), round, meter.percent()));
            }
        }
    }

    private void print(String line) {
        err.println(line);
        err.flush();
    }

    private static String tasks(StageView stage) {
        if (stage.tasks() == 0) {
            return " (nothing to do)";
        }
        String reused = stage.reused() == 0 ? "" : ", %d reused".formatted(stage.reused());
        return stage.tasks() == 1 && reused.isEmpty() ? "" : " (%d tasks%s)".formatted(stage.tasks(), reused);
    }

    @Override
    public void close() {}
}
