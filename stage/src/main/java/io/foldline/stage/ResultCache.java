package io.foldline.stage;

import io.foldline.event.ArtifactReference;
import io.foldline.event.TaskId;
import io.foldline.schemas.Trust;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Results of tasks of any run, in the artifact store, under what the stage says that they depend on. Whatever is wrong with
 * a stored result, the work is done instead.
 *
 * @param <R> type of the results
 */
public final class ResultCache<R extends SpecificRecord> {
    static {
        Trust.contracts();
    }

    private final ArtifactStore artifacts;
    private final String stage;
    private final SpecificData model;
    private final Schema schema;

    /** @param stage name of the stage */
    public ResultCache(ArtifactStore artifacts, String stage, Class<R> type) {
        this.artifacts = artifacts;
        this.stage = stage;
        this.model = SpecificData.getForClass(type);
        this.schema = model.getSchema(type);
    }

    /**
     * The result of a task with this fingerprint as a result of {@code task}; empty if there is none.
     *
     * @param fingerprint see {@link Stage#fingerprint}
     * @throws IOException if what is stored is damaged, or an artifact that it refers to is missing
     */
    public Optional<R> find(String fingerprint, TaskId task) throws IOException {
        Optional<ArtifactReference> found = artifacts.find(name(fingerprint));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        R result = read(artifacts.get(found.get()));
        requireArtifacts(result);
        result.put(schema.getField("task").pos(), task);
        return Optional.of(result);
    }

    /** Stores the result of a task with this fingerprint. */
    public void put(String fingerprint, R result) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (DataFileWriter<R> writer = new DataFileWriter<>(new SpecificDatumWriter<>(schema, model))) {
            writer.create(schema, content);
            writer.append(result);
        }
        artifacts.put(name(fingerprint), file -> Sealed.write(file, content.toByteArray()));
    }

    /** Files carry the schema that they were written with: results outlive versions. */
    private R read(Path file) throws IOException {
        ByteArrayInputStream content = new ByteArrayInputStream(Sealed.read(file));
        try (DataFileStream<R> stream =
                new DataFileStream<>(content, new SpecificDatumReader<>(schema, schema, model))) {
            return stream.next();
        }
    }

    /** Every artifact that a value refers to is to be there, as it was. */
    private void requireArtifacts(Object value) throws IOException {
        if (value instanceof ArtifactReference reference) {
            artifacts.get(reference);
        } else if (value instanceof IndexedRecord record) {
            for (int i = 0; i < record.getSchema().getFields().size(); i++) {
                requireArtifacts(record.get(i));
            }
        } else if (value instanceof Collection<?> values) {
            for (Object each : values) {
                requireArtifacts(each);
            }
        } else if (value instanceof Map<?, ?> values) {
            for (Object each : values.values()) {
                requireArtifacts(each);
            }
        }
    }

    private String name(String fingerprint) {
        return "results/" + stage + "/" + Sealed.nameFor(fingerprint) + ".avro";
    }
}
