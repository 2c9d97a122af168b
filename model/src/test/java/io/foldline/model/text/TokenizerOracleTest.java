package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Token ids against those of transformers; {@code src/test/python/token_ids.py} wrote them. */
class TokenizerOracleTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temporary;

    @TestFactory
    List<DynamicTest> idsAreThoseOfTransformers() throws IOException {
        JsonNode golden = golden();
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode variant : golden.get("variants")) {
            String name = variant.get("base").asText() + " " + variant.get("tokenizer") + " " + variant.get("config");
            Path folder = temporary.resolve(String.valueOf(tests.size()));
            int maxLength = golden.get("maxLength").asInt();
            tests.add(DynamicTest.dynamicTest(name, () -> check(variant, folder, maxLength)));
        }
        return tests;
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = TokenizerOracleTest.class.getResourceAsStream("token-ids.json")) {
            return JSON.readTree(in);
        }
    }

    private static void check(JsonNode variant, Path folder, int maxLength) throws IOException {
        write(variant, folder);
        List<String> texts = new ArrayList<>();
        List<int[]> truncated = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(tokenizer.bos()).isEqualTo(id(variant.get("bos")));
            assertThat(tokenizer.eos()).isEqualTo(id(variant.get("eos")));
            for (JsonNode golden : variant.get("cases")) {
                String text = golden.get("text").asText();
                assertThat(tokenizer.encode(text)).as(text).containsExactly(ids(golden.get("ids")));
                assertThat(tokenizer.encodePlain(text)).as(text).containsExactly(ids(golden.get("plain")));
                assertThat(tokenizer.encode(text, maxLength)).as(text).containsExactly(ids(golden.get("truncated")));
                texts.add(text);
                truncated.add(ids(golden.get("truncated")));
            }
            assertThat(tokenizer.encodeAll(texts, maxLength))
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(truncated);
        }
    }

    private static void write(JsonNode variant, Path folder) throws IOException {
        Path base = Fixtures.path(variant.get("base").asText());
        Files.createDirectories(folder);
        Files.copy(base.resolve("config.json"), folder.resolve("config.json"));
        for (String name : List.of("tokenizer", "tokenizer_config")) {
            Path source = base.resolve(name + ".json");
            ObjectNode json = (ObjectNode) JSON.readTree(Files.readAllBytes(source));
            json.setAll((ObjectNode) variant.get(name.equals("tokenizer") ? "tokenizer" : "config"));
            if (name.equals("tokenizer_config")) {
                json.properties().removeIf(e -> e.getValue().isNull());
            }
            JSON.writeValue(folder.resolve(name + ".json").toFile(), json);
        }
    }

    private static OptionalInt id(JsonNode node) {
        return node.isNull() ? OptionalInt.empty() : OptionalInt.of(node.asInt());
    }

    private static int[] ids(JsonNode node) {
        int[] ids = new int[node.size()];
        Arrays.setAll(ids, i -> node.get(i).asInt());
        return ids;
    }
}
