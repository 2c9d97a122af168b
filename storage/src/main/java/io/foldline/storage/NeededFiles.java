package io.foldline.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.InvalidCheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Which files of a remote folder make up a checkpoint. The others, such as weights in other formats, stay there. */
final class NeededFiles {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String CHAT_TEMPLATES = "additional_chat_templates/";
    private static final List<String> SUFFIXES = List.of(".json", ".jinja", ".model", ".txt", ".tiktoken");
    private static final List<String> LICENCES = List.of("license", "licence", "notice", "use_policy", "readme");
    private static final ObjectMapper JSON = new ObjectMapper();

    private NeededFiles() {}

    /** Whether a file describes a checkpoint: configuration, tokenizer, chat template, card, licence; all are small. */
    static boolean describes(String path) {
        String name = path.startsWith(CHAT_TEMPLATES) ? path.substring(CHAT_TEMPLATES.length()) : path;
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.contains("/") || name.startsWith(".")) {
            return false;
        }
        if (lower.endsWith(".index.json")) {
            return path.equals(INDEX);
        }
        return SUFFIXES.stream().anyMatch(lower::endsWith)
                || (LICENCES.stream().anyMatch(lower::startsWith) && (lower.endsWith(".md") || !lower.contains(".")));
    }

    /** Whether a file may be one with weights of a checkpoint. */
    static boolean isWeights(String path) {
        return path.endsWith(".safetensors") && !path.contains("/");
    }

    /** @throws InputException if a place has no configuration */
    static void requireConfig(Collection<String> paths, Object place) {
        if (!paths.contains(Checkpoint.CONFIG)) {
            throw new InputException(
                    "%s: expected a checkpoint, found no %s; check the name".formatted(place, Checkpoint.CONFIG));
        }
    }

    /**
     * The files with the weights.
     *
     * @param paths of all files of the place
     * @param description folder with those that describe the checkpoint
     * @param place for messages
     * @throws InputException if there are none that can be read, or some are missing
     */
    static Collection<String> weights(Collection<String> paths, Path description, String place) throws IOException {
        if (paths.contains(SINGLE)) {
            return List.of(SINGLE);
        }
        if (!paths.contains(INDEX)) {
            throw new InputException(
                    "%s: expected weights in %s or %s, found %s; is this a checkpoint, saved with safetensors?"
                            .formatted(place, SINGLE, INDEX, some(paths)));
        }
        Path index = description.resolve(INDEX);
        JsonNode map = JSON.readTree(index.toFile()).path("weight_map");
        TreeSet<String> shards = new TreeSet<>();
        map.elements().forEachRemaining(shard -> shards.add(shard.asText()));
        for (String shard : shards) {
            if (!isWeights(shard) || !paths.contains(shard)) {
                throw new InvalidCheckpointException(
                        index, "expected a file %s with weights at %s, found none".formatted(shard, place));
            }
        }
        return shards;
    }

    private static String some(Collection<String> paths) {
        return paths.isEmpty()
                ? "no files"
                : paths.stream().sorted().limit(10).toList().toString();
    }
}
