package io.foldline.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The {@code config.json} of a checkpoint: every key in its order, also unknown ones, numbers with every digit. */
public final class ModelConfig {
    /** The largest configurations list every module of a model and stay far below this. */
    private static final long MAX_BYTES = 10_000_000;

    private final Path file;
    private final ObjectNode json;

    private ModelConfig(Path file, ObjectNode json) {
        this.file = file;
        this.json = json;
    }

    /** @throws InvalidCheckpointException if the file is not a JSON object or names a key twice */
    public static ModelConfig read(Path file) throws IOException {
        JsonNode root = Json.read(file, MAX_BYTES);
        if (root instanceof ObjectNode object) {
            ModelConfig config = new ModelConfig(file, object);
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(config.text())) {
                throw new InvalidCheckpointException(
                        file, "holds half a surrogate pair, which is no Unicode; get the file again");
            }
            return config;
        }
        throw new InvalidCheckpointException(
                file, "expected a JSON object, found " + kind(root) + "; get the file again");
    }

    private static String kind(JsonNode value) {
        return value.isMissingNode() ? "nothing" : JsonProblem.kind(value.asToken());
    }

    /** The file that this was read from, for error messages. */
    public Path file() {
        return file;
    }

    /** The content; a copy, which the caller may change. */
    public ObjectNode json() {
        return json.deepCopy();
    }

    /** The value of a key, null where it is missing; not to be changed. */
    public @Nullable JsonNode get(String key) {
        return json.get(key);
    }

    /**
     * Name of the architecture, such as {@code llama}.
     *
     * @throws InvalidCheckpointException if the key is missing
     */
    public String modelType() {
        JsonNode type = json.get("model_type");
        if (type == null || !type.isTextual()) {
            throw new InvalidCheckpointException(
                    file, "expected the key model_type with the name of the architecture, found none; add it");
        }
        return type.textValue();
    }

    /** A config that differs by what {@code change} does to a copy of the content. */
    public ModelConfig with(Consumer<ObjectNode> change) {
        ObjectNode changed = json.deepCopy();
        change.accept(changed);
        return new ModelConfig(file, changed);
    }

    /** The text of the file, in the layout that transformers gives it. */
    public String text() {
        try {
            return Json.PRETTY.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }
}
