package io.foldline.model.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Snippets of the language against Jinja as transformers sets it up; {@code chat_templates.py} rendered them. */
class TemplateOracleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalDateTime DAY = LocalDateTime.of(2026, 3, 5, 0, 0);

    @TestFactory
    List<DynamicTest> rendersWhatJinjaRenders() throws IOException {
        JsonNode golden = JSON.readTree(resource("rendered.json")).get("snippets");
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : new String(resource("snippets.jsonl"), StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isEmpty()) {
                JsonNode snippet = JSON.readTree(line);
                JsonNode expected = golden.get(tests.size());
                String name = "%d %s".formatted(tests.size() + 1, snippet.get("template"));
                tests.add(DynamicTest.dynamicTest(name, () -> check(snippet, expected)));
            }
        }
        assertThat(tests).hasSameSizeAs(golden);
        return tests;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TemplateOracleTest.class.getResourceAsStream("../chat/" + name))) {
            return in.readAllBytes();
        }
    }

    private static void check(JsonNode snippet, JsonNode expected) {
        Map<String, JsonNode> variables = new HashMap<>();
        snippet.path("variables").properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
        String template = snippet.get("template").textValue();
        if (expected.isNull()) {
            assertThatThrownBy(() ->
                            Template.parse(template, Template.Dialect.CHAT).render(variables, DAY))
                    .isInstanceOf(JinjaException.class)
                    .hasMessageMatching("(?s).+");
        } else {
            assertThat(Template.parse(template, Template.Dialect.CHAT).render(variables, DAY))
                    .isEqualTo(expected.textValue());
        }
    }
}
