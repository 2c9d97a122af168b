package io.foldline.cli.fault;

import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.common.KafkaException;

/** The state of everything in a cluster on which a schedule failed. */
record Autopsy(Cluster cluster) {
    String text() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder("All logs are in " + cluster + "/logs.\n");
        for (Service process : cluster.processes()) {
            text.append(process.tail()).append('\n');
            process.dumpThreads();
        }
        try (Admin admin = Admin.create(cluster.settings().client())) {
            for (StageTopics<?, ?, ?, ?> stage : Topics.STAGES) {
                String application = "foldline-" + stage.stage();
                String workers = application + "-workers";
                text.append(application)
                        .append(": ")
                        .append(admin.describeConsumerGroups(List.of(application))
                                .all()
                                .get())
                        .append("\n  offsets ")
                        .append(admin.listConsumerGroupOffsets(Map.of(application, new ListConsumerGroupOffsetsSpec()))
                                .all()
                                .get())
                        .append("\n  ")
                        .append(admin.describeShareGroups(List.of(workers))
                                .all()
                                .get())
                        .append("\n  offsets ")
                        .append(admin.listShareGroupOffsets(Map.of(workers, new ListShareGroupOffsetsSpec()))
                                .all()
                                .get())
                        .append('\n');
            }
        } catch (ExecutionException | KafkaException e) {
            text.append("the broker does not answer: ").append(e);
        }
        return text.toString();
    }
}
