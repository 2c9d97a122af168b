package io.foldline.kafka;

import io.foldline.kafka.log.LogReader;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.schemas.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is committed in topics, for assertions. */
record Records(KafkaSettings settings) {
    /** Every value of a topic. */
    <T extends SpecificRecord> List<T> of(Topic<T> topic) throws IOException {
        EventCodec codec = new EventCodec(settings);
        List<T> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : raw(topic.name())) {
            values.add(codec.decode(topic, record.value()));
        }
        return values;
    }

    /** Every record of a topic, as it is. */
    List<ConsumerRecord<byte[], byte[]>> raw(String topic) throws IOException {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (LogReader reader = LogReader.open(settings, Set.of(topic), Set.of())) {
            reader.toEnd(records::add);
        }
        return records;
    }
}
