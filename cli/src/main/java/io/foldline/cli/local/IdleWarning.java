package io.foldline.cli.local;

import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.StageWorkers;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.kafka.log.StageView;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says, once a stage, that a run waits for a stage that nobody works for. */
public final class IdleWarning {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final Consumer<String> say;
    private final Set<String> looked = new HashSet<>();
    private @Nullable StageView waitedFor;
    private long since;

    public IdleWarning(KafkaSettings settings, Consumer<String> say) {
        this.settings = settings;
        this.say = say;
    }

    /** To be told again and again how the run stands. */
    public void look(RunView run) {
        StageView stage =
                run.status() == RunStatus.PAUSED ? null : run.current().orElse(null);
        if (stage == null || !stage.equals(waitedFor)) {
            waitedFor = stage;
            since = System.nanoTime();
        } else if (System.nanoTime() - since > PATIENCE.toNanos() && looked.add(stage.stage())) {
            if (StageWorkers.count(settings, stage.stage()).orElse(1) == 0) {
                say.accept("the %s has no workers; 'foldline stage %s --kafka %s' starts one"
                        .formatted(stage.stage(), stage.stage(), settings.bootstrapServers()));
            }
        }
    }
}
