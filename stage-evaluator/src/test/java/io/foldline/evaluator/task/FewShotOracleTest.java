package io.foldline.evaluator.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import io.foldline.model.text.DataRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples against lm-evaluation-harness: which ones are drawn, with and without the item, copies of it included. */
class FewShotOracleTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** What {@code src/test/python/few_shot_golden.py} wrote. */
    private static JsonNode golden() throws IOException {
        try (InputStream in = FewShotOracleTest.class.getResourceAsStream("few-shot-golden.json")) {
            return JSON.readTree(in);
        }
    }

    private TaskDefinition task(JsonNode file) throws IOException {
        Files.writeString(folder.resolve("task.yaml"), file.toString());
        return TaskFiles.of(folder.toString()).task(file.get("task").asText());
    }

    private static List<DataRecord> documents(JsonNode texts) {
        List<DataRecord> documents = new ArrayList<>();
        for (JsonNode text : texts) {
            documents.add(new DataRecord("made up", JSON.createObjectNode().set("text", text)));
        }
        return documents;
    }

    @Test
    void promptsAreThoseOfTheHarness() throws IOException {
        JsonNode golden = golden();
        for (JsonNode each : golden.get("cases")) {
            TaskDefinition task = task(each.get("file"));
            Prompts prompts = new Prompts(
                    task,
                    documents(golden.get("splits").get(task.examples().split())),
                    each.get("count").asInt());
            List<String> made = new ArrayList<>();
            for (DataRecord item :
                    documents(golden.get("splits").get(task.items().split()))) {
                made.add(prompts.next(item).pairs().get(0).context());
            }
            assertThat(made).as(task.name()).isEqualTo(JSON.convertValue(each.get("prompts"), List.class));
        }
    }

    @Test
    void tooFewExamplesAreAnErrorThatSaysHowManyAreNeeded() throws IOException {
        ObjectNode file = (ObjectNode) golden().get("cases").get(0).get("file");
        List<DataRecord> pool = documents(JSON.valueToTree(List.of("a 1", "b 2")));
        DataRecord item = pool.get(0);
        assertThatThrownBy(() -> new Prompts(task(file), pool, 2).next(item))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "train_no_test_split: 2 examples are to be shown, for which 3 documents are needed, but the split"
                                + " train of hf://datasets/made/up has 2");
        file.putObject("fewshot_config").put("sampler", "first_n");
        assertThatThrownBy(() -> new Prompts(task(file), pool, 2).next(item))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 documents are needed")
                .hasMessageEndingWith("has 1 that differ from the item");
    }
}
