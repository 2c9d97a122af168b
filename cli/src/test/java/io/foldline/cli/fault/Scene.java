package io.foldline.cli.fault;

import io.foldline.kafka.log.RunClient;
import java.io.IOException;

/** A schedule on a cluster: what faults act on. */
record Scene(Cluster cluster, Schedule schedule) {
    /** Asks for all runs. */
    void submit() throws IOException {
        try (RunClient client = RunClient.open(cluster.settings())) {
            for (int i = 0; i < schedule.runs().size(); i++) {
                String runId = schedule.runId(i);
                client.submit(schedule.runs().get(i).request(runId, cluster.output(runId)));
            }
        }
    }

    void cancel(int run) throws IOException {
        try (RunClient client = RunClient.open(cluster.settings())) {
            client.cancel(schedule.runId(run), "the schedule says so");
        }
    }
}
