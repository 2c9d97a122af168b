package io.foldline.kafka;

import io.foldline.kafka.wire.EventCodec;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.Stage;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** The topology of one stage: one processor that splits and gathers, with its sources, its sinks and its memory. */
final class StageTopology {
    private static final String PROCESSOR = "split-gather";

    /**
     * The memory is read from its beginning whenever a process starts, so what is out of date must leave it soon: small
     * segments, for only full ones are compacted; and tombstones that stay long enough for whoever is reading.
     */
    private static final Map<String, String> CHANGELOG = Map.of(
            "max.message.bytes", Integer.toString(Limits.MAX_RECORD_BYTES),
            "segment.bytes", Integer.toString(Limits.MAX_RECORD_BYTES),
            "segment.ms", "600000",
            "min.cleanable.dirty.ratio", "0.2",
            "delete.retention.ms", "600000");

    private StageTopology() {}

    /** @param workers number of workers of the stage */
    static <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            Topology of(
                    StageBinding<I, T, R, O> binding,
                    Stage<I, T, R, O> stage,
                    EventCodec codec,
                    Partitioning partitioning,
                    IntSupplier workers) {
        Topology topology = new Topology();
        // Bytes, so that what cannot be read is set aside as it came.
        topology.addSource(
                "events", new ByteArrayDeserializer(), new ByteArrayDeserializer(), sources(binding.topics()));
        topology.addProcessor(
                PROCESSOR, () -> new SplitGather<>(binding, stage, codec, partitioning, workers), "events");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(RunStore.NAME), Serdes.String(), Serdes.ByteArray())
                        .withLoggingEnabled(CHANGELOG),
                PROCESSOR);
        for (String sink : sinks(binding)) {
            topology.addSink(sink, sink, new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
        }
        return topology;
    }

    private static String[] sources(StageTopics<?, ?, ?, ?> topics) {
        Stream<Topic<?>> others = Stream.of(
                topics.result(), Topics.TASK_FAILED, Topics.RUN_CANCELLED, Topics.RUN_CONTROLLED, Topics.RUN_FAILED);
        return Stream.concat(topics.inputs().stream(), others).map(Topic::name).toArray(String[]::new);
    }

    private static Set<String> sinks(StageBinding<?, ?, ?, ?> binding) {
        Set<String> sinks = new LinkedHashSet<>();
        binding.topics().inputs().stream().map(Topic::name).forEach(sinks::add);
        sinks.add(binding.topics().task().name());
        sinks.add(binding.topics().completed().name());
        sinks.add(Topics.RUN_CONTINUED.name());
        sinks.add(Topics.RUN_FAILED.name());
        sinks.add(Topics.DEAD_LETTER);
        binding.derivedTopics().stream().map(Topic::name).forEach(sinks::add);
        return sinks;
    }
}
