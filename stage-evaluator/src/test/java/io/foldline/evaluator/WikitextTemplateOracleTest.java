package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.Sha256;
import io.foldline.evaluator.task.Prompt;
import io.foldline.evaluator.task.Prompts;
import io.foldline.evaluator.task.TaskFiles;
import io.foldline.model.text.DataRecord;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts of the task wikitext against lm-evaluation-harness. */
class WikitextTemplateOracleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Prompts prompts = new Prompts(TaskFiles.of(null).task("wikitext"), List.of(), 0);

    private Prompt prompt(String page) {
        return prompts.next(new DataRecord("page", JSON.createObjectNode().put("page", page)));
    }

    @Test
    void textsAreThoseOfTheHarness() throws IOException {
        for (JsonNode golden : Golden.lmEval().get("texts")) {
            String page = golden.get("page").asText();
            assertThat(prompt(page).pairs().get(0).continuation())
                    .as(page)
                    .isEqualTo(golden.get("detokenized").asText());
            assertThat(prompt(page).targets()).containsExactly(page);
            assertThat(PromptItem.words(page))
                    .as(page)
                    .isEqualTo(golden.get("words").asDouble());
        }
    }

    @Test
    void pagesAreThoseOfTheHarness() throws IOException {
        List<String> pages = Files.readAllLines(Fixtures.path("data/tasks/wikitext.jsonl"));
        JsonNode golden = Golden.lmEval().get("pages");
        assertThat(pages).hasSizeBetween(2, golden.size());
        for (int i = 0; i < pages.size(); i++) {
            String page = JSON.readTree(pages.get(i)).get("page").asText();
            String text = prompt(page).pairs().get(0).continuation();
            assertThat(Sha256.ofText(text))
                    .as("page %d", i)
                    .isEqualTo(golden.get(i).get("sha256").asText());
            assertThat(PromptItem.words(page))
                    .isEqualTo(golden.get(i).get("words").asDouble());
        }
    }
}
