package io.foldline.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;

/** Writes a record of every contract of a released version into a folder, to be committed with the baseline. */
final class WriteRecords {
    private static final long SEED = 20260101;

    private WriteRecords() {}

    /** @param args the version, and the folder */
    public static void main(String[] args) throws IOException {
        int version = Integer.parseInt(args[0]);
        Path folder = Files.createDirectories(Path.of(args[1]));
        GenericData model = new GenericData();
        for (Topic<?> topic : Topics.all()) {
            Schema schema = Baseline.of(topic, version).orElse(null);
            if (schema != null) {
                Object record = new RandomRecords(model, SEED).next(schema);
                ByteBuffer bytes = new BinaryMessageEncoder<>(model, schema).encode(record);
                try (SeekableByteChannel out = Files.newByteChannel(
                        folder.resolve(ReleasedRecords.file(schema)),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
                    out.write(bytes);
                }
            }
        }
    }
}
