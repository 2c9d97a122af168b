package io.foldline.kafka.wire;

import io.foldline.schemas.Baseline;
import io.foldline.schemas.Topic;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Avro single-object encoding: C3 01, the fingerprint of the writer's schema, the body. */
final class SingleObjectFormat<T extends SpecificRecord> {
    private final String topic;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    SingleObjectFormat(Topic<T> topic) {
        SpecificData model = SpecificData.getForClass(topic.type());
        Schema schema = model.getSchema(topic.type());
        SchemaStore.Cache released = new SchemaStore.Cache();
        Baseline.of(topic).forEach(released::addSchema);
        this.topic = topic.name();
        this.encoder = new BinaryMessageEncoder<>(model, schema);
        this.decoder = new BinaryMessageDecoder<>(model, schema, released);
    }

    static boolean recognises(byte[] bytes) {
        return bytes.length >= 2 && bytes[0] == (byte) 0xC3 && bytes[1] == 1;
    }

    byte[] encode(T value) throws IOException {
        ByteBuffer buffer = encoder.encode(value);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException(
                    topic + ": found Avro that is no value of a known version: " + e.getMessage(), e);
        }
    }
}
