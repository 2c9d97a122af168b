package io.foldline.cli.fault;

import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunView;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Waits until a cluster that is well again has nothing more to do. */
record Settling(KafkaSettings settings) {
    /** Waits until runs have ended; those that have not. */
    List<RunView> await(List<String> runs, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        try (RunLog log = Patience.with(() -> RunLog.open(settings))) {
            while (true) {
                log.poll(Duration.ofMillis(100), RunListener.NONE);
                List<RunView> open = log.runs().stream()
                        .filter(run ->
                                runs.contains(run.runId()) && !run.status().ended())
                        .toList();
                boolean allKnown = runs.stream().allMatch(run -> log.run(run).isPresent());
                if ((allKnown && open.isEmpty()) || System.nanoTime() > end) {
                    return open;
                }
            }
        }
    }

    /** Waits until no transaction is open; partitions where one stays, with what readers see and what there is. */
    Map<TopicPartition, String> awaitTransactions(Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        try (Admin admin = Admin.create(settings.client())) {
            while (true) {
                Map<TopicPartition, String> open = openTransactions(admin);
                if (open.isEmpty() || System.nanoTime() > end) {
                    return open;
                }
                Thread.sleep(100);
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot ask for offsets", e);
        }
    }

    private static Map<TopicPartition, String> openTransactions(Admin admin)
            throws InterruptedException, ExecutionException {
        List<String> topics =
                new ArrayList<>(Topics.all().stream().map(Topic::name).toList());
        topics.add(Topics.DEAD_LETTER);
        List<TopicPartition> partitions = admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        Map<TopicPartition, Long> committed = ends(admin, partitions, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> all = ends(admin, partitions, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, String> open = new TreeMap<>(java.util.Comparator.comparing(TopicPartition::toString));
        committed.forEach((partition, offset) -> {
            // What was written between the two questions is seen in the next round.
            if (offset < all.getOrDefault(partition, offset)) {
                open.put(partition, offset + " of " + all.get(partition));
            }
        });
        return open;
    }

    private static Map<TopicPartition, Long> ends(
            Admin admin, List<TopicPartition> partitions, IsolationLevel isolation)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
}
