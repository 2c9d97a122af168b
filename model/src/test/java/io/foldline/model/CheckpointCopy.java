package io.foldline.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** A copy of a tiny float32 checkpoint to damage. */
record CheckpointCopy(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static CheckpointCopy of(String fixture, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : new String[] {"config.json", "model.safetensors"}) {
            Files.copy(Fixtures.path(fixture).resolve(file), folder.resolve(file));
        }
        return new CheckpointCopy(folder);
    }

    CheckpointCopy config(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(config);
        JSON.writeValue(file.toFile(), config);
        return this;
    }

    /** Overwrites the first values of a tensor. */
    CheckpointCopy fill(String tensor, float value, int count) throws IOException {
        TensorInfo info = open().tensor(tensor);
        ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (values.hasRemaining()) {
            values.putFloat(value);
        }
        try (FileChannel channel = FileChannel.open(info.file(), StandardOpenOption.WRITE)) {
            channel.write(values.flip(), info.offset());
        }
        return this;
    }

    /** Lengthens the header by one space, so that no tensor starts at a multiple of its element's size. */
    CheckpointCopy unaligned() throws IOException {
        Path file = folder.resolve("model.safetensors");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(bytes.getLong(0));
        int data = Long.BYTES + header;
        ByteBuffer shifted = ByteBuffer.allocate(bytes.capacity() + 1).order(ByteOrder.LITTLE_ENDIAN);
        shifted.putLong(header + 1L).put(bytes.slice(Long.BYTES, header)).put((byte) ' ');
        shifted.put(bytes.slice(data, bytes.capacity() - data));
        Files.write(file, shifted.array());
        return this;
    }

    Checkpoint open() throws IOException {
        return Checkpoint.open(folder);
    }
}
