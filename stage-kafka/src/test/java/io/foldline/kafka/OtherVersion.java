package io.foldline.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.kafka.log.LogReader;
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The wire as a process of another version speaks it: with its own schemas, without generated classes, written apart from
 * the code under test.
 */
final class OtherVersion {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OtherVersion() {}

    /** What a later version may make of a contract: one more field, with a default. */
    static Schema later(Topic<?> topic) throws IOException {
        ObjectNode schema = (ObjectNode) JSON.readTree(today(topic).toString());
        ((ArrayNode) schema.get("fields"))
                .addObject()
                .put("name", "addedLater")
                .put("type", "string")
                .put("default", "by a later version");
        return new Schema.Parser().parse(schema.toString());
    }

    /** An example of a type as a record of another version of it. */
    static <T extends SpecificRecord> GenericRecord example(Topic<T> topic, Schema version) throws IOException {
        return convert(Example.of(topic.type()), version);
    }

    /** A record as one of another version. */
    static <T extends SpecificRecord> GenericRecord convert(T record, Schema version) throws IOException {
        SpecificData model = SpecificData.getForClass(record.getClass());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SpecificDatumWriter<T>(record.getSchema(), model)
                .write(record, EncoderFactory.get().directBinaryEncoder(out, null));
        return new GenericDatumReader<GenericRecord>(record.getSchema(), version)
                .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    }

    /** A record in single-object encoding. */
    static byte[] encode(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 1)
                .putLong(SchemaNormalization.parsingFingerprint64(record.getSchema()))
                .array());
        new GenericDatumWriter<>(record.getSchema())
                .write(record, EncoderFactory.get().directBinaryEncoder(out, null));
        return out.toByteArray();
    }

    /** A value in single-object encoding as a record of the version {@code own}, by its writer's schema in the topic. */
    static GenericRecord decode(KafkaSettings settings, byte[] bytes, Schema own) throws IOException {
        Schema writer = published(settings).get("%016x".formatted(fingerprint(bytes)));
        return new GenericDatumReader<GenericRecord>(writer, own)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 10, bytes.length - 10, null));
    }

    /** The fingerprint that a value in single-object encoding names. */
    static long fingerprint(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    }

    /** The record that publishes a schema. */
    static ProducerRecord<byte[], byte[]> publication(Schema schema) {
        String key = "%016x".formatted(SchemaNormalization.parsingFingerprint64(schema));
        return new ProducerRecord<>(
                Topics.SCHEMA,
                key.getBytes(StandardCharsets.UTF_8),
                schema.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The schemas in the topic by their keys. */
    static Map<String, Schema> published(KafkaSettings settings) throws IOException {
        Map<String, Schema> schemas = new HashMap<>();
        try (LogReader reader = LogReader.open(settings, Set.of(Topics.SCHEMA), Set.of())) {
            reader.toEnd(record -> schemas.put(
                    new String(record.key(), StandardCharsets.UTF_8),
                    new Schema.Parser().parse(new String(record.value(), StandardCharsets.UTF_8))));
        }
        return schemas;
    }

    /** The schema of this version. */
    static Schema today(Topic<?> topic) {
        return SpecificData.get().getSchema(topic.type());
    }
}
