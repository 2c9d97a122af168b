package io.foldline.cli.show;

import io.foldline.event.BlocksScored;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.RunRequested;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import io.foldline.schemas.Topics;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All runs of a log, a line each. */
public final class RunsTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private RunsTable() {}

    /** Several lines, each ended; the oldest run first. */
    public static String of(List<RunView> runs) {
        TextTable table = new TextTable("run", "model", "requested at", "status", "removed", "retained", "took");
        for (RunView run : runs) {
            Optional<ModelEvaluated> evaluated = run.event(Topics.EVALUATOR);
            RunRequested request = run.request();
            table.row(
                    run.runId(),
                    request == null ? "?" : Summary.modelName(request),
                    run.requestedAt() == null ? "?" : time(run.requestedAt()),
                    status(run),
                    removed(run),
                    evaluated
                            .map(ModelEvaluated::getRetainedPercent)
                            .map(Numbers::percent)
                            .orElse(""),
                    run.endedAt() == null ? "" : Numbers.seconds(run.seconds()));
        }
        return table.toString();
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** {@code completed}, or {@code paused, calibrator 1/2} while the run goes on; attempts count from 1. */
    private static String status(RunView run) {
        List<String> parts = new ArrayList<>();
        Optional<StageView> stage = run.current().filter(current -> current.tasks() > 0);
        if (stage.isEmpty() || run.status() == RunStatus.PAUSED) {
            parts.add(run.status().name().toLowerCase(Locale.ROOT));
        }
        stage.ifPresent(
                current -> parts.add("%s %d/%d".formatted(current.stage(), current.results(), current.tasks())));
        int reused = run.stages().stream().mapToInt(StageView::reused).sum();
        if (reused > 0) {
            parts.add(reused + " reused");
        }
        if (run.attempt() > 0) {
            parts.add("attempt " + (run.attempt() + 1));
        }
        return String.join(", ", parts);
    }

    private static String removed(RunView run) {
        return run.event(Topics.EVALUATOR)
                .map(ModelEvaluated::getPlan)
                .or(() -> run.event(Topics.SCORER).map(BlocksScored::getPlan))
                .map(plan -> "%d of %d".formatted(plan.getRemoved().size(), plan.getBlocks()))
                .orElse("");
    }
}
