package io.foldline.cli.show;

import io.foldline.event.Progress;
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
            meter = new StageMeter(current.stage());
            bar = new ProgressBarBuilder()
                    .setTaskName("%-10s".formatted(current.stage()))
                    .setInitialMax(100)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .hideEta()
                    .setUpdateIntervalMillis(200)
                    .build();
        }
        meter.changed(current);
        bar.setExtraMessage(run.status() == RunStatus.PAUSED ? "paused" : "");
        bar.stepTo(meter.percent());
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
