package io.foldline.merger.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** The whole checkpoints among the fixtures, each single and split into shards. */
final class Seeds {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> FOLDERS =
            List.of("fixtures/architectures", "fixtures/families", "fixtures/variants", "models");

    private final List<Seed> all;

    private record Seed(String name, String config, ObjectNode header) {}

    private Seeds(List<Seed> all) {
        this.all = all;
    }

    static Seeds read() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> children = Files.list(
                    Fixtures.repository().resolve("test-support/fixtures").resolve(folder))) {
                for (Path child : children.sorted().toList()) {
                    if (Files.exists(child.resolve("config.json"))
                            && Files.exists(child.resolve("model.safetensors"))) {
                        seeds.add(read(child));
                    }
                }
            }
        }
        return new Seeds(List.copyOf(seeds));
    }

    /** One of the checkpoints, undamaged, in one file or in two to four. */
    Mutant choose(Random random) {
        Seed seed = all.get(random.nextInt(all.size()));
        Mutant mutant = new Mutant(seed.name, seed.config);
        int shards = random.nextBoolean() ? 1 : 2 + random.nextInt(3);
        if (shards == 1) {
            mutant.weights.put("model.safetensors", weightFile(seed.header, 0, 1, JSON.createObjectNode(), ""));
            return mutant;
        }
        ObjectNode index = JSON.createObjectNode();
        index.putObject("metadata").put("total_size", 1);
        ObjectNode map = index.putObject("weight_map");
        for (int shard = 0; shard < shards; shard++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(shard + 1, shards);
            mutant.weights.put(name, weightFile(seed.header, shard, shards, map, name));
        }
        mutant.index = index.toString().getBytes(StandardCharsets.UTF_8);
        return mutant;
    }

    /** Every {@code step}-th tensor from one on, laid out anew, and noted in the map of the index. */
    private static WeightFile weightFile(ObjectNode whole, int first, int step, ObjectNode map, String name) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        int number = 0;
        for (Map.Entry<String, JsonNode> entry : whole.properties()) {
            if (number++ % step != first) {
                continue;
            }
            ObjectNode tensor = ((ObjectNode) entry.getValue()).deepCopy();
            JsonNode offsets = tensor.path("data_offsets");
            long bytes = offsets.path(1).asLong() - offsets.path(0).asLong();
            tensor.putArray("data_offsets").add(offset).add(offset + bytes);
            offset += bytes;
            header.set(entry.getKey(), tensor);
            map.put(entry.getKey(), name);
        }
        return WeightFile.of(header.toString(), offset);
    }

    private static Seed read(Path folder) throws IOException {
        ObjectNode config =
                (ObjectNode) JSON.readTree(folder.resolve("config.json").toFile());
        // A message that says null is then about what a mutation put there.
        config.properties().removeIf(entry -> entry.getValue().isNull());
        ObjectNode header = (ObjectNode) JSON.readTree(header(folder.resolve("model.safetensors")));
        header.remove("__metadata__");
        return new Seed(String.valueOf(folder.getFileName()), config.toString(), header);
    }

    private static byte[] header(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(length, 0);
            ByteBuffer json = ByteBuffer.allocate(Math.toIntExact(length.getLong(0)));
            channel.read(json, Long.BYTES);
            return json.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
