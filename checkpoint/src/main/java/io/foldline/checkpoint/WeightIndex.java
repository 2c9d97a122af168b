package io.foldline.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An index file: which shard holds which tensor.
 *
 * @param file the index file
 * @param shardOf file name of the shard by name of the tensor
 */
record WeightIndex(Path file, Map<String, String> shardOf) {
    /** Room for some 200,000 tensors. */
    private static final long MAX_BYTES = 20_000_000;

    /** @throws InvalidCheckpointException if the file breaks the format or a shard name leaves the folder */
    static WeightIndex read(Path file) throws IOException {
        JsonNode map = Json.read(file, MAX_BYTES).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new InvalidCheckpointException(
                    file, "expected an object weight_map with at least one tensor, found none; get the file again");
        }
        Map<String, String> shardOf = new LinkedHashMap<>();
        map.properties()
                .forEach(entry -> shardOf.put(entry.getKey(), shardName(file, entry.getKey(), entry.getValue())));
        return new WeightIndex(file, shardOf);
    }

    /** The tensors of all shards, shard by shard in the order of their bytes. */
    Map<String, TensorInfo> tensors() throws IOException {
        Map<String, SafetensorsFile> shards = new TreeMap<>();
        for (String shard : shardOf.values()) {
            if (!shards.containsKey(shard)) {
                shards.put(shard, shard(shard));
            }
        }
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, SafetensorsFile> shard : shards.entrySet()) {
            for (TensorInfo tensor : shard.getValue().tensors().values()) {
                if (!shard.getKey().equals(shardOf.get(tensor.name()))) {
                    throw new InvalidCheckpointException(
                            tensor.file(),
                            "holds tensor '%s', which %s does not place there; get both files again"
                                    .formatted(tensor.name(), file.getFileName()));
                }
                tensors.put(tensor.name(), tensor);
            }
        }
        shardOf.forEach((name, shard) -> {
            if (!tensors.containsKey(name)) {
                throw new InvalidCheckpointException(
                        file, "places tensor '%s' in %s, which lacks it; get both files again".formatted(name, shard));
            }
        });
        return tensors;
    }

    private SafetensorsFile shard(String name) throws IOException {
        Path shard = file.resolveSibling(name);
        if (!Files.exists(shard)) {
            throw new InvalidCheckpointException(
                    file, "names the shard " + name + ", which is missing; get it and put it beside the index");
        }
        return SafetensorsFile.read(shard);
    }

    private static String shardName(Path file, String tensor, JsonNode value) {
        String name = value.asText();
        if (!value.isTextual() || !name.matches("[\\w][\\w.-]*\\.safetensors")) {
            throw new InvalidCheckpointException(
                    file,
                    "places tensor '%s' in '%s', expected the name of a .safetensors file of the same folder; get the index again"
                            .formatted(tensor, name));
        }
        return name;
    }
}
