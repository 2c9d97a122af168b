package io.foldline.cli.show;

import io.foldline.event.Progress;
import io.foldline.kafka.log.StageView;
import java.util.HashMap;
import java.util.Map;

/** How much of one stage is done, made of its results and of the progress of the tasks that are worked on. */
final class StageMeter {
    private final String stage;
    private final Map<Integer, Double> running = new HashMap<>();
    private int results;
    private int tasks;

    StageMeter(String stage) {
        this.stage = stage;
    }

    String stage() {
        return stage;
    }

    void changed(StageView view) {
        tasks = view.tasks();
        results = view.results();
    }

    void progress(Progress progress) {
        if (progress.getTask().getStage().equals(stage) && progress.getTotal() > 0) {
            running.put(progress.getTask().getIndex(), (double) progress.getDone() / progress.getTotal());
        }
    }

    /** Share that is done, in percent; never less than what the results alone say. */
    int percent() {
        if (tasks == 0) {
            return 0;
        }
        double fractions = running.values().stream()
                .mapToDouble(share -> Math.min(share, 1))
                .sum();
        return (int) (100 * Math.min(1, Math.max(results, fractions) / tasks));
    }
}
