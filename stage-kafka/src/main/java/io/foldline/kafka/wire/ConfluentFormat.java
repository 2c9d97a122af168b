package io.foldline.kafka.wire;

import io.foldline.schemas.Topic;
import io.foldline.stage.UndecodableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Confluent's format: a zero byte, the id of the writer's schema in the registry (4 bytes, big-endian), the body. */
final class ConfluentFormat {
    private static final int HEADER_BYTES = 5;

    private final SchemaRegistry registry;

    ConfluentFormat(SchemaRegistry registry) {
        this.registry = registry;
    }

    static boolean recognises(byte[] bytes) {
        return bytes.length >= HEADER_BYTES && bytes[0] == 0;
    }

    <T extends SpecificRecord> byte[] encode(Topic<T> topic, T value) throws IOException {
        SpecificData model = SpecificData.getForClass(topic.type());
        Schema schema = model.getSchema(topic.type());
        int id = registry.register(topic.name() + "-value", schema);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(HEADER_BYTES).putInt(1, id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new SpecificDatumWriter<T>(schema, model).write(value, encoder);
        return out.toByteArray();
    }

    <T extends SpecificRecord> T decode(Topic<T> topic, byte[] bytes) throws IOException {
        Schema writer = registry.schema(ByteBuffer.wrap(bytes).getInt(1));
        SpecificData model = SpecificData.getForClass(topic.type());
        SpecificDatumReader<T> reader = new SpecificDatumReader<>(writer, model.getSchema(topic.type()), model);
        try {
            return reader.read(
                    null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException(
                    topic.name() + ": found Avro that is no value of this topic: " + e.getMessage(), e);
        }
    }
}
