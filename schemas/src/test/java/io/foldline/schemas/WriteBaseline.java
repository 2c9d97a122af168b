package io.foldline.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes today's contracts into a folder, to be committed as the baseline of a release. */
final class WriteBaseline {
    private WriteBaseline() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (Topic<?> topic : Topics.all()) {
            String schema = ContractsTest.schema(topic).toString(true);
            Files.writeString(folder.resolve(topic.type().getSimpleName() + ".avsc"), schema + "\n");
        }
    }
}
