package io.foldline.cli.fault;

import io.foldline.event.RunRequested;
import io.foldline.kafka.log.RunClient;
import java.io.IOException;

/** A schedule on a cluster: what faults act on. */
record Scene(Cluster cluster, Schedule schedule) {
    /** Asks for all runs. */
    void submit() throws IOException {
        try (RunClient client = RunClient.open(cluster.settings())) {
            for (int i = 0; i < schedule.runs().size(); i++) {
                client.submit(request(i));
            }
        }
    }

    /** Asks for the end of a run, and that nothing be left of it. */
    void cancel(int run) throws IOException {
        try (RunClient client = RunClient.open(cluster.settings())) {
            client.cancel(request(run), "the schedule says so");
        }
    }

    private RunRequested request(int run) {
        String runId = schedule.runId(run);
        return schedule.runs().get(run).request(runId, cluster.output(runId));
    }
}
