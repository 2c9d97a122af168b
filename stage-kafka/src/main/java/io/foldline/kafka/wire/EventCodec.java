package io.foldline.kafka.wire;

import io.foldline.kafka.KafkaSettings;
import io.foldline.schemas.Topic;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Values of the catalogue as bytes. Writes the Confluent format where there is a schema registry, Avro single-object
 * encoding otherwise; reads both, told apart by their first bytes. Safe for use by several threads.
 */
public final class EventCodec {
    private final SchemaSource others;
    private final @Nullable ConfluentFormat confluent;
    private final Map<String, SingleObjectFormat<?>> singleObject = new ConcurrentHashMap<>();

    /**
     * A codec that looks up the schemas of versions that it does not know: in the registry, or in {@link SchemaTopic}.
     * Reaches neither before it has to.
     */
    public EventCodec(KafkaSettings settings) {
        this(settings, new PublishedSchemas(settings));
    }

    /** @param others schemas of single-object values that are not known here */
    EventCodec(KafkaSettings settings, SchemaSource others) {
        this.others = others;
        URI registry = settings.schemaRegistry();
        confluent = registry == null ? null : new ConfluentFormat(new SchemaRegistry(registry, settings));
    }

    /**
     * Encodes a value.
     *
     * @throws IOException if the registry cannot be reached
     */
    public <T extends SpecificRecord> byte[] encode(Topic<T> topic, T value) throws IOException {
        return confluent == null ? single(topic).encode(value) : confluent.encode(topic, value);
    }

    /**
     * Decodes a value.
     *
     * @param bytes value of a record; null where it has none
     * @throws UndecodableException if the bytes are no value of this topic
     * @throws IOException if the registry, or the topic of the schemas, cannot be reached and is needed
     */
    public <T extends SpecificRecord> T decode(Topic<T> topic, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            throw new UndecodableException(topic.name() + ": expected an Avro value, found none");
        }
        if (SingleObjectFormat.recognises(bytes)) {
            return single(topic).decode(bytes);
        }
        if (!ConfluentFormat.recognises(bytes)) {
            throw new UndecodableException(topic.name()
                    + ": expected Avro in single-object encoding or in Confluent's format, found " + bytes.length
                    + " bytes of something else");
        }
        if (confluent == null) {
            throw new UndecodableException(topic.name() + ": found a value in Confluent's format; set "
                    + KafkaSettings.SCHEMA_REGISTRY + " to read it");
        }
        return confluent.decode(topic, bytes);
    }

    @SuppressWarnings("unchecked") // a topic has one type of values
    private <T extends SpecificRecord> SingleObjectFormat<T> single(Topic<T> topic) {
        return (SingleObjectFormat<T>)
                singleObject.computeIfAbsent(topic.name(), name -> new SingleObjectFormat<>(topic, others));
    }
}
