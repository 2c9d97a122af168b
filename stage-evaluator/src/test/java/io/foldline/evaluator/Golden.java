package io.foldline.evaluator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;

/** Golden figures. */
final class Golden {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Golden() {}

    /** What {@code src/test/python/lm_eval_golden.py} wrote. */
    static JsonNode lmEval() throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("lm-eval-golden.json")) {
            return JSON.readTree(in);
        }
    }

    /** A JSON file among the fixtures. */
    static JsonNode oracle(String relative) throws IOException {
        return JSON.readTree(Files.readAllBytes(Fixtures.path(relative)));
    }

    static int[] ints(JsonNode node) {
        int[] ints = new int[node.size()];
        Arrays.setAll(ints, i -> node.get(i).asInt());
        return ints;
    }
}
