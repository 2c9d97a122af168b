package io.foldline.merger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.foldline.event.ArtifactReference;
import io.foldline.event.BlockMap;
import io.foldline.event.Fold;
import io.foldline.event.FoldContent;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskScore;
import io.foldline.event.TransformsSolved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
    private static final Fold FOLD = new Fold(
            20,
            new ArtifactReference("file:///t", "0", 1L),
            12.5,
            0.375,
            BlockMap.MLP_OUTPUT,
            FoldContent.TRANSFORM,
            1.0);

    @TempDir
    Path folder;

    @Test
    void carriesOverTheLicenceAndAddsTags() throws IOException {
        source("""
                ---
                license: other
                license_name: "llama3"
                license_link: LICENSE
                language:
                - en
                - "no"
                tags: [facebook, llama]
                model_name: not carried
                ---
                # Llama
                ---
                """);
        JsonNode front = frontMatter(card("replaceme-ls", List.of(FOLD)).markdown());
        assertThat(front.toString())
                .isEqualTo("{\"base_model\":\"meta-llama/Llama-3-8B\",\"library_name\":\"transformers\","
                        + "\"pipeline_tag\":\"text-generation\",\"license\":\"other\",\"license_name\":\"llama3\","
                        + "\"license_link\":\"LICENSE\",\"language\":[\"en\",\"no\"],"
                        + "\"tags\":[\"foldline\",\"depth-pruning\",\"replaceme-ls\",\"facebook\",\"llama\"]}");
    }

    @Test
    void doesWithoutACardOrWithABrokenOne() throws IOException {
        assertThat(frontMatter(card("uidl", List.of()).markdown()).has("license"))
                .isFalse();
        source("---\nlicense: [unclosed\n---\n");
        assertThat(frontMatter(card("uidl", List.of()).markdown()).has("license"))
                .isFalse();
        source("# only a title\n");
        assertThat(frontMatter(card("uidl", List.of()).markdown()).has("license"))
                .isFalse();
    }

    @Test
    void saysWhatWasDone() throws IOException {
        assertThat(card("replaceme-ls", List.of(FOLD)).markdown())
                .contains("# meta-llama/Llama-3-8B without 8 of its 32 blocks\n")
                .contains("| cut | removes 21–28 (8 of 32), folded into 20 |")
                .contains("| parameters kept | 6,000 of 8,000 (75.0 %) |")
                .contains("| fold into block 20 | relative residual 0.3750, ridge 12.50 |")
                .contains("| blocks chosen by | angular |")
                .contains("| calibration | tiny%20stories.jsonl, up to 128 samples of up to 256 tokens |")
                .containsPattern("Foldline \\d")
                .doesNotContain("Scores", "null");
    }

    @Test
    void showsScoresOnceTheyAreKnown() throws IOException {
        TaskScore score = TaskScore.newBuilder()
                .setEvaluation("wikitext")
                .setItems(62)
                .setDense(Map.of("word_perplexity", 51.0))
                .setPruned(Map.of("word_perplexity", 59.3))
                .setRetainedPercent(86.0)
                .build();
        assertThat(card("replaceme-ls", List.of(FOLD))
                        .withScores(List.of(score))
                        .markdown())
                .contains("## Scores")
                .contains("| wikitext | word_perplexity | 51.00 | 59.30 |")
                .contains("| wikitext | retained | | 86.00 % |");
    }

    private void source(String card) throws IOException {
        Path source = Files.createDirectories(folder.resolve("models--meta-llama--Llama-3-8B/snapshots/abc"));
        Files.writeString(source.resolve("README.md"), card);
    }

    private ModelCard card(String method, List<Fold> folds) throws IOException {
        Path source = Files.createDirectories(folder.resolve("models--meta-llama--Llama-3-8B/snapshots/abc"));
        RunRequested request = Runs.request("r1", method, source, folder.resolve("out"));
        TransformsSolved solved = Runs.solved(request, 32, 20, 8, folds);
        return new ModelCard(SourceCard.read(source), request, solved.getPlan(), folds, 6000, 8000, List.of());
    }

    private static JsonNode frontMatter(String card) throws IOException {
        assertThat(card).startsWith("---\n");
        return new YAMLMapper().readTree(card.substring(4, card.indexOf("\n---\n", 4)));
    }
}
