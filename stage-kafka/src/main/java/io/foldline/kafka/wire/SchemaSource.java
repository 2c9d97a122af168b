package io.foldline.kafka.wire;

import java.io.IOException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Where the schemas of versions are found that this one does not know. */
@FunctionalInterface
interface SchemaSource {
    /** Has none. */
    SchemaSource NONE = fingerprint -> null;

    /**
     * The schema with a fingerprint of single-object encoding; null if there is none.
     *
     * @throws IOException if it is not known just now whether there is one
     */
    @Nullable
    Schema find(long fingerprint) throws IOException;
}
