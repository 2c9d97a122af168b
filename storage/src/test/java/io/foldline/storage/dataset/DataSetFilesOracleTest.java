package io.foldline.storage.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Splits against those that Python's {@code datasets} finds; {@code src/test/python/splits.py} wrote them. */
class DataSetFilesOracleTest {
    private static final List<String> SPLITS = List.of("train", "validation", "test", "test_extra");

    @TestFactory
    List<DynamicTest> splitsAreThoseOfDatasets() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode layout : golden().get("layouts")) {
            DataSetFiles files = new DataSetFiles(
                    "hf://datasets/org/name", texts(layout.get("files")), Set.of("parquet", "jsonl", "csv"));
            String card = layout.get("card").asText();
            for (JsonNode config : layout.get("configs")) {
                String name = config.get("config").asText();
                JsonNode splits = config.get("splits");
                tests.add(DynamicTest.dynamicTest(files.paths() + " " + name, () -> {
                    check(files, card, name, splits);
                    if (config.get("default").asBoolean()) {
                        splits.fieldNames()
                                .forEachRemaining(split -> assertThat(files.of(DataSetSplit.of(split), card))
                                        .isEqualTo(files.of(DataSetSplit.of(name, split), card)));
                    }
                }));
            }
        }
        return tests;
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = DataSetFilesOracleTest.class.getResourceAsStream("splits.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static void check(DataSetFiles files, String card, String config, JsonNode splits) {
        splits.fieldNames()
                .forEachRemaining(split -> assertThat(files.of(DataSetSplit.of(config, split), card))
                        .as(split)
                        .containsExactlyInAnyOrderElementsOf(texts(splits.get(split))));
        for (String split : SPLITS) {
            if (!splits.has(split)) {
                assertThatThrownBy(() -> files.of(DataSetSplit.of(config, split), card))
                        .as(split)
                        .isInstanceOf(InputException.class)
                        .hasMessageContainingAll("hf://datasets/org/name", split, config);
            }
        }
    }

    private static List<String> texts(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts;
    }
}
