package io.foldline.kafka.wire;

import io.foldline.checkpoint.InputException;
import io.foldline.schemas.Baseline;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Avro single-object encoding: C3 01, the fingerprint of the writer's schema, the body. */
final class SingleObjectFormat<T extends SpecificRecord> {
    private final String topic;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    /** @param others schemas of versions that are not known here */
    SingleObjectFormat(Topic<T> topic, SchemaSource others) {
        SpecificData model = SpecificData.getForClass(topic.type());
        Schema schema = model.getSchema(topic.type());
        SchemaStore.Cache released = new SchemaStore.Cache();
        Baseline.of(topic).forEach(released::addSchema);
        this.topic = topic.name();
        this.encoder = new BinaryMessageEncoder<>(model, schema);
        this.decoder = new BinaryMessageDecoder<>(model, schema, fingerprint -> find(released, others, fingerprint));
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

    /** @throws IOException if it is not known just now whether the schema of the writer is there */
    T decode(byte[] bytes) throws IOException {
        try {
            return decoder.decode(bytes);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InputException e) {
            // The topic of the schemas may not be read here, which says nothing about the value.
            throw e;
        } catch (MissingSchemaException e) {
            String fingerprint = HexFormat.of()
                    .toHexDigits(ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong(2));
            throw new UndecodableException(
                    "%s: found Avro of no known version: the schema with the fingerprint %s is not in %s; a service of the version that wrote it puts it there"
                            .formatted(topic, fingerprint, Topics.SCHEMA),
                    e);
        } catch (IOException | RuntimeException e) {
            throw new UndecodableException(
                    topic + ": found Avro that is no value of a known version: " + e.getMessage(), e);
        }
    }

    private static @Nullable Schema find(SchemaStore released, SchemaSource others, long fingerprint) {
        Schema known = released.findByFingerprint(fingerprint);
        try {
            return known != null ? known : others.find(fingerprint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
