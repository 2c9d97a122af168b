package io.foldline.kafka;

import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunView;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Submits runs of toys and waits for what becomes of them. */
record Runs(KafkaSettings settings) {
    /** Submits a run; see {@link Toy#request}. */
    void submit(String runId, int tasks, String model) throws IOException {
        try (RunClient client = RunClient.open(settings)) {
            client.submit(Toy.request(runId, tasks, model));
        }
    }

    /** Waits until the scorer has completed a run. */
    RunView awaitScored(String runId) throws IOException {
        return await(runId, run -> run.event(Topics.SCORER).isPresent());
    }

    /** Waits until a run has ended. */
    RunView awaitEnd(String runId) throws IOException {
        return await(runId, run -> run.status().ended());
    }

    private RunView await(String runId, Predicate<RunView> until) throws IOException {
        try (RunLog log = RunLog.open(settings)) {
            while (true) {
                log.poll(Duration.ofMillis(200), RunListener.NONE);
                Optional<RunView> run = log.run(runId).filter(until);
                if (run.isPresent()) {
                    return run.get();
                }
            }
        }
    }
}
