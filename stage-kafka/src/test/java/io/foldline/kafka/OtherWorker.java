package io.foldline.kafka;

import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A worker of another version in the group of today's workers.
 *
 * @param task its schema of tasks
 * @param result its schema of results
 */
record OtherWorker<T extends SpecificRecord, R extends SpecificRecord>(
        KafkaSettings settings, StageTopics<?, T, R, ?> topics, Schema task, Schema result) {

    /** Works on {@code count} tasks. */
    void work(int count, RawSender sender) throws IOException {
        Map<String, Object> config = settings.client();
        config.put("group.id", StageBinding.of(topics).workers());
        config.put("share.acknowledgement.mode", "explicit");
        config.put("share.acquire.mode", "record_limit");
        config.put("max.poll.records", "1");
        try (KafkaShareConsumer<byte[], byte[]> consumer =
                new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topics.task().name()));
            int done = 0;
            while (done < count) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    sender.send(result(record));
                    consumer.acknowledge(record, AcknowledgeType.ACCEPT);
                    consumer.commitSync();
                    done++;
                }
            }
        }
    }

    private ProducerRecord<byte[], byte[]> result(ConsumerRecord<byte[], byte[]> record) throws IOException {
        GenericRecord read = OtherVersion.decode(settings, record.value(), task);
        Topic<R> topic = topics.result();
        GenericRecord made = OtherVersion.example(topic, result);
        made.put("task", read.get("task"));
        return new ProducerRecord<>(topic.name(), record.key(), OtherVersion.encode(made));
    }
}
