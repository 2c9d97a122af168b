package io.foldline.kafka.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.kafka.KafkaSettings;
import io.foldline.schemas.Baseline;
import io.foldline.schemas.Topic;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Values for people, by whatever schema fits; the codec would take only the right one. */
public final class ValueReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** C3 01 and the fingerprint, little-endian. */
    private static final int SINGLE_OBJECT_HEADER = 10;

    private static final int CONFLUENT_HEADER = 5;

    private final SchemaSource published;
    private final @Nullable SchemaRegistry registry;

    public ValueReader(KafkaSettings settings) {
        URI address = settings.schemaRegistry();
        published = new PublishedSchemas(settings);
        registry = address == null ? null : new SchemaRegistry(address, settings);
    }

    /**
     * A value as JSON over several lines, by its writer's schema if that is known, else by any version of its topic's;
     * empty if none fits.
     *
     * @throws IOException if the registry, or the topic of the schemas, cannot be reached
     */
    public Optional<String> json(Topic<?> topic, byte[] value) throws IOException {
        List<Schema> versions = new ArrayList<>(List.of(SpecificData.get().getSchema(topic.type())));
        versions.addAll(Baseline.of(topic));
        if (SingleObjectFormat.recognises(value) && value.length >= SINGLE_OBJECT_HEADER) {
            long fingerprint =
                    ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
            return json(writer(versions, fingerprint), versions, value, SINGLE_OBJECT_HEADER);
        }
        if (ConfluentFormat.recognises(value)) {
            return json(writer(ByteBuffer.wrap(value).getInt(1)), versions, value, CONFLUENT_HEADER);
        }
        return Optional.empty();
    }

    private @Nullable Schema writer(List<Schema> versions, long fingerprint) throws IOException {
        for (Schema version : versions) {
            if (SchemaTopic.fingerprint(version) == fingerprint) {
                return version;
            }
        }
        return published.find(fingerprint);
    }

    private @Nullable Schema writer(int id) throws IOException {
        try {
            return registry == null ? null : registry.schema(id);
        } catch (UndecodableException e) {
            return null;
        }
    }

    private static Optional<String> json(@Nullable Schema writer, List<Schema> versions, byte[] value, int begin) {
        return (writer == null ? versions : List.of(writer))
                .stream().flatMap(schema -> json(schema, value, begin).stream()).findFirst();
    }

    /** Empty where the value is not of this version, or not whole. */
    private static Optional<String> json(Schema schema, byte[] value, int begin) {
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, begin, value.length - begin, null);
        try {
            Object read = new GenericDatumReader<>(schema).read(null, decoder);
            return decoder.isEnd()
                    ? Optional.of(
                            JSON.readTree(GenericData.get().toString(read)).toPrettyString())
                    : Optional.empty();
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            return Optional.empty();
        }
    }
}
