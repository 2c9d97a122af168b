package io.foldline.kafka.wire;

import io.foldline.kafka.KafkaSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of the topic as far as they were needed here. The topic is read when a fingerprint is met for the first
 * time, and again for one that was not there, but not at once. Safe for use by several threads.
 */
final class PublishedSchemas implements SchemaSource {
    private static final Duration AGAIN = Duration.ofSeconds(3);

    /** Fingerprints of damaged values are all different. */
    private static final int REMEMBERED = 1_000;

    private final KafkaSettings settings;
    private final Map<Long, Schema> schemas = new HashMap<>();
    private final Map<Long, Long> missed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    PublishedSchemas(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized @Nullable Schema find(long fingerprint) throws IOException {
        Schema known = schemas.get(fingerprint);
        Long lookedFor = missed.get(fingerprint);
        if (known != null || (lookedFor != null && System.nanoTime() - lookedFor < AGAIN.toNanos())) {
            return known;
        }
        schemas.putAll(SchemaTopic.read(settings));
        Schema found = schemas.get(fingerprint);
        missed.remove(fingerprint);
        if (found == null) {
            missed.put(fingerprint, System.nanoTime());
        }
        return found;
    }
}
