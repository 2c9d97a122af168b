package io.foldline.cli.fault;

import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What every shape of run leads to on a cluster that nothing happens to. */
final class References {
    private final Map<Shape, Outcome> outcomes = new HashMap<>();

    private References() {}

    /** Makes the runs, whose artifacts are removed afterwards. */
    static References make(Cluster cluster) throws IOException, InterruptedException {
        List<String> runs = new ArrayList<>();
        try (RunClient client = RunClient.open(cluster.settings())) {
            for (Shape shape : Shape.ALL) {
                String runId = "reference-" + runs.size();
                client.submit(shape.request(runId, cluster.output(runId)));
                runs.add(runId);
            }
        }
        List<RunView> open = new Settling(cluster.settings()).await(runs, Patience.LONG);
        if (!open.isEmpty()) {
            throw new IOException(cluster + ": undisturbed runs do not end: " + open);
        }
        References references = new References();
        Events events = Patience.with(() -> Events.read(cluster.settings()));
        for (int i = 0; i < runs.size(); i++) {
            String runId = runs.get(i);
            references.outcomes.put(Shape.ALL.get(i), Outcome.of(events, runId, cluster.output(runId)));
        }
        Leftovers.clear(cluster.artifacts());
        return references;
    }

    Outcome of(Shape shape) {
        return Objects.requireNonNull(outcomes.get(shape), shape::toString);
    }
}
