package io.foldline.model.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a checkpoint folder says what is done to pictures: {@code image_processor} in {@code processor_config.json}, else
 * {@code preprocessor_config.json}.
 *
 * @param modelType {@code model_type} of {@code config.json}; empty where there is none
 */
record ProcessorFile(Path path, JsonNode settings, String modelType) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws InputException if the folder has neither file */
    static ProcessorFile find(Path folder) throws IOException {
        Path config = folder.resolve("config.json");
        String modelType =
                Files.isRegularFile(config) ? object(config).path("model_type").asText("") : "";
        Path whole = folder.resolve("processor_config.json");
        if (Files.isRegularFile(whole) && object(whole).path("image_processor").isObject()) {
            return new ProcessorFile(whole, object(whole).path("image_processor"), modelType);
        }
        Path own = folder.resolve("preprocessor_config.json");
        if (Files.isRegularFile(own)) {
            return new ProcessorFile(own, object(own), modelType);
        }
        throw new InputException(folder + ": no preprocessor_config.json; the folder of a vision model needs one"
                + " (transformers writes it with image_processor.save_pretrained)");
    }

    private static JsonNode object(Path file) throws IOException {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new InputException(file + ": malformed JSON: " + e.getOriginalMessage(), e);
        }
        throw new InputException(file + ": expected a JSON object");
    }
}
