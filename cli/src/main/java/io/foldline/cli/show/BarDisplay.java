package io.foldline.cli.show;

import io.foldline.event.Progress;
import io.foldline.event.Round;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar a stage, one below the other: for terminals. */
final class BarDisplay implements Display {
    private @Nullable ProgressBar bar;
    private @Nullable StageMeter meter;

    @Override
    public void changed(RunView run) {
        if (run.round() != null && run.inRounds() && !run.status().ended()) {
            showRounds(run.round(), run.status());
            return;
        }
        for (StageView stage : run.stages()) {
            if (meter != null && meter.stage().equals(stage.stage()) && stage.completed() != null) {
                finish();
            }
        }
        StageView current = run.current().orElse(null);
        if (current == null) {
            return;
        }
        if (meter == null || bar == null) {
            finish();
            meter = new StageMeter(current.stage());
            bar = bar(current.stage());
        }
        meter.changed(current);
        bar.setExtraMessage(run.status() == RunStatus.PAUSED ? "paused" : "");
        bar.stepTo(meter.percent());
    }

    /** One bar for all rounds after the first: what a stage does in each is too short to look at. */
    private void showRounds(Round round, RunStatus status) {
        if (meter != null) {
            finish();
        }
        if (bar == null) {
            bar = bar("rounds");
        }
        bar.setExtraMessage(
                status == RunStatus.PAUSED
                        ? "paused"
                        : "%d of %d".formatted(round.getNumber() + 1, round.getExpected()));
        bar.stepTo(100L * round.getNumber() / Math.max(1, round.getExpected()));
    }

    private static ProgressBar bar(String name) {
        return new ProgressBarBuilder()
                .setTaskName("%-10s".formatted(name))
                .setInitialMax(100)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .hideEta()
                .setUpdateIntervalMillis(200)
                .build();
    }

    @Override
    public void progress(Progress progress) {
        if (meter != null && bar != null) {
            meter.progress(progress);
            bar.stepTo(meter.percent());
        }
    }

    private void finish() {
        if (bar != null) {
            bar.stepTo(100);
            bar.close();
        }
        bar = null;
        meter = null;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        bar = null;
    }
}
