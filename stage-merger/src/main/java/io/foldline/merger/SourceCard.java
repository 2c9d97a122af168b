package io.foldline.merger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.Manifest;
import io.foldline.model.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the card of a pruned model takes from that of the dense one.
 *
 * @param model name of the dense model: that on the hub where the folder tells, else that of the folder
 * @param task what the model is for, in the hub's words
 * @param frontMatter metadata of its card; missing where there is no card or it cannot be read, for a card decides nothing
 */
public record SourceCard(String model, String task, JsonNode frontMatter) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern FRONT_MATTER =
            Pattern.compile("\\A---\\R(.*?)^---\\s*$", Pattern.DOTALL | Pattern.MULTILINE);

    /** Folders of the local cache of the hub: {@code models--ORG--NAME/snapshots/REVISION}. */
    private static final Pattern CACHE = Pattern.compile(".*/models--(.+?)--(.+?)/snapshots/[^/]+");

    /** Reads what the folder of a dense model tells. */
    public static SourceCard read(Path folder) throws IOException {
        return new SourceCard(model(folder), task(folder), frontMatter(folder.resolve(Manifest.CARD)));
    }

    private static String task(Path folder) throws IOException {
        Path file = folder.resolve(Checkpoint.CONFIG);
        JsonNode config = Files.isRegularFile(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
        if (!config.isObject() || Architecture.of(config).patches() == null) {
            return "text-generation";
        }
        return Architecture.textTower(config).isPresent() ? "zero-shot-image-classification" : "image-classification";
    }

    private static String model(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Matcher cache = CACHE.matcher(absolute.toString());
        return cache.matches() ? cache.group(1) + "/" + cache.group(2) : String.valueOf(absolute.getFileName());
    }

    private static JsonNode frontMatter(Path card) throws IOException {
        if (!Files.isRegularFile(card)) {
            return MissingNode.getInstance();
        }
        // Malformed bytes are replaced, not refused.
        Matcher matcher = FRONT_MATTER.matcher(new String(Files.readAllBytes(card), StandardCharsets.UTF_8));
        if (!matcher.find()) {
            return MissingNode.getInstance();
        }
        try {
            return YAML.readTree(matcher.group(1));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
