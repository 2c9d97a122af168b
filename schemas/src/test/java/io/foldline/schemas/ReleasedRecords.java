package io.foldline.schemas;

import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.Schema;

/** A record of every contract of a released version as that version writes it, one file a contract. */
final class ReleasedRecords {
    private ReleasedRecords() {}

    /** Path of a record below the folder of its version. */
    static String file(Schema schema) {
        return schema.getName() + ".avro";
    }

    /** A record in single-object encoding. */
    static byte[] read(int version, Schema schema) throws IOException {
        String resource = "records/" + version + "/" + file(schema);
        try (InputStream in = ReleasedRecords.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + ": no such record; write it with WriteRecords");
            }
            return in.readAllBytes();
        }
    }
}
