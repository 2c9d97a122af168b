package io.foldline.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The contracts as they were released, one folder a version: records written with them stay readable, and today's
 * records stay readable to them.
 */
public final class Baseline {
    /** Released versions, oldest first. */
    public static final List<Integer> VERSIONS = List.of(1, 2);

    private Baseline() {}

    /** The schema of the values of a topic in every version that had the topic, oldest first. */
    public static List<Schema> of(Topic<?> topic) {
        return VERSIONS.stream().flatMap(version -> of(topic, version).stream()).toList();
    }

    /** The schema of the values of a topic in one version; empty if it did not have the topic. */
    public static Optional<Schema> of(Topic<?> topic, int version) {
        String resource = "baseline/" + version + "/" + topic.type().getSimpleName() + ".avsc";
        try (InputStream in = Baseline.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the released contract " + resource, e);
        }
    }
}
