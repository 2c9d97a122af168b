package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.model.text.Tokenizer;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text tower of CLIP against transformers. */
class TextTowerOracleTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");
    private static final List<String> CLASSES = List.of("ant", "bee", "cat", "dog");

    @TempDir
    Path folder;

    /** 2 stands for the highest id, as in early configurations; 511 is the id that ends a text. */
    @ParameterizedTest
    @ValueSource(ints = {2, 511})
    void featuresOfPromptsAreThoseOfTransformers(int end) throws IOException {
        Path model = Pictures.model("clip", folder.resolve("clip"));
        Path config = model.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"eos_token_id\": 2", "\"eos_token_id\": " + end));
        JsonNode golden = Pictures.golden().get("text_features");
        try (TextTower tower = TextTower.find(Checkpoint.open(model), CPU).orElseThrow();
                Tokenizer tokenizer = Tokenizer.load(model)) {
            int[][] prompts = CLASSES.stream()
                    .map(name -> tokenizer.encode("a photo of a " + name))
                    .toArray(int[][]::new);
            float[][] features = tower.features(new TokenBatch(prompts));
            assertThat(features.length).isEqualTo(golden.size());
            for (int i = 0; i < features.length; i++) {
                assertThat(features[i].length).isEqualTo(golden.get(i).size());
                for (int j = 0; j < features[i].length; j++) {
                    assertThat((double) features[i][j])
                            .isCloseTo(golden.get(i).get(j).asDouble(), within(1e-5));
                }
            }
        }
    }

    @Test
    void otherModelsHaveNone() throws IOException {
        assertThat(TextTower.find(Checkpoint.open(Fixtures.path("fixtures/architectures/vit")), CPU))
                .isEmpty();
        assertThat(TextTower.find(Checkpoint.open(Fixtures.path("models/stories260k")), CPU))
                .isEmpty();
    }
}
