package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.model.text.TextReader;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Detokenizer and word count against lm-evaluation-harness. */
class WikitextDetokenizerOracleTest {
    private static final String PAGES = "data/tasks/wikitext.jsonl";

    @Test
    void textsAreThoseOfTheHarness() throws IOException {
        for (JsonNode golden : Golden.lmEval().get("texts")) {
            String page = golden.get("page").asText();
            assertThat(WikitextDetokenizer.detokenize(page))
                    .as(page)
                    .isEqualTo(golden.get("detokenized").asText());
            assertThat(WikitextTask.words(page))
                    .as(page)
                    .isEqualTo(golden.get("words").asLong());
        }
    }

    @Test
    void pagesAreThoseOfTheHarness() throws IOException, NoSuchAlgorithmException {
        List<String> pages = TextReader.read(Fixtures.path(PAGES).toString(), WikitextTask.COLUMN, 100);
        JsonNode golden = Golden.lmEval().get("pages");
        assertThat(pages).hasSizeBetween(2, golden.size());
        for (int i = 0; i < pages.size(); i++) {
            byte[] text = WikitextDetokenizer.detokenize(pages.get(i)).getBytes(StandardCharsets.UTF_8);
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
            assertThat(digest)
                    .as("page %d", i)
                    .isEqualTo(golden.get(i).get("sha256").asText());
            assertThat(WikitextTask.words(pages.get(i)))
                    .isEqualTo(golden.get(i).get("words").asLong());
        }
    }
}
