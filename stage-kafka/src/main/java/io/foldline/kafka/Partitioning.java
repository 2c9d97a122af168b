package io.foldline.kafka;

import io.foldline.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Where the record of a run belongs. Clients in other languages choose partitions in other ways. */
final class Partitioning {
    private final ToIntFunction<String> partitions;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** @param partitions number of partitions of a topic */
    Partitioning(ToIntFunction<String> partitions) {
        this.partitions = partitions;
    }

    /** Whether {@code partition} is the one that the Java client chooses for the run, which all other events follow. */
    boolean agrees(Topic<?> topic, String runId, int partition) {
        int count = counts.computeIfAbsent(topic.name(), partitions::applyAsInt);
        byte[] key = runId.getBytes(StandardCharsets.UTF_8);
        return BuiltInPartitioner.partitionForKey(key, count) == partition;
    }
}
