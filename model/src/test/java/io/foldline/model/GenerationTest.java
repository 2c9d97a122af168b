package io.foldline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTest {
    private static final ComputeOptions F32 = ComputeOptions.parse("cpu", "f32");
    private static final String MODEL = "fixtures/families/granite";
    private static final TokenBatch PROMPTS = new TokenBatch(new int[][] {{3, 9, 27}, {5, 25, 61, 49, 53}});
    private static final StopRule NEVER = (prompt, generated) -> false;

    private static LanguageModel model;

    @BeforeAll
    static void load() throws IOException {
        model = LanguageModel.load(Checkpoint.open(Fixtures.path(MODEL)), F32);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void eachTextEndsWithWhatEndsIt() throws IOException {
        List<List<Integer>> all = model.generate(PROMPTS, 10, NEVER);
        int end = all.get(0).get(3);

        List<List<Integer>> ended = model.generate(PROMPTS, 10, StopRule.at(Set.of(end)));

        assertThat(ended.get(0)).isEqualTo(upTo(all.get(0), end));
        assertThat(ended.get(1)).isEqualTo(upTo(all.get(1), end));
        assertThat(ended).isNotEqualTo(all);
    }

    @Test
    void theRuleSeesEveryTextAfterEveryTokenUntilItEnds() throws IOException {
        List<List<Integer>> all = model.generate(PROMPTS, 6, NEVER);
        List<List<Integer>> seen = new ArrayList<>();
        StopRule rule = (prompt, generated) -> {
            if (prompt == 1) {
                seen.add(List.copyOf(generated));
            }
            return prompt == 1 && generated.size() == 4;
        };

        assertThat(model.generate(PROMPTS, 6, rule))
                .containsExactly(all.get(0), all.get(1).subList(0, 4));
        assertThat(seen).hasSize(4).allMatch(tokens -> tokens.equals(all.get(1).subList(0, tokens.size())));
    }

    @Test
    void bothRulesEndATextWhereJoined() throws IOException {
        List<Integer> all = model.generate(PROMPTS, 6, NEVER).get(0);
        StopRule third = (prompt, generated) -> generated.size() == 3;

        assertThat(model.generate(PROMPTS, 6, third.or(StopRule.at(Set.of(all.get(1)))))
                        .get(0))
                .isEqualTo(upTo(all, all.get(1)));
        assertThat(model.generate(PROMPTS, 6, third.or(StopRule.at(Set.of()))).get(0))
                .isEqualTo(all.subList(0, 3));
    }

    @Test
    void promptsMustLeaveRoom() throws IOException {
        int positions = model.architecture().maxPositions();
        TokenBatch prompt = new TokenBatch(new int[][] {new int[positions - 2]});

        assertThat(model.generate(prompt, 2, NEVER).get(0)).hasSize(2);
        assertThatThrownBy(() -> model.generate(prompt, 3, NEVER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a prompt of %d tokens and 3 new ones", positions - 2);
        assertThatThrownBy(() -> model.generate(PROMPTS, 0, NEVER)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> model.generate(new TokenBatch(new int[][] {{64}}), 1, NEVER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("token id 64 is outside the vocabulary");
    }

    @Test
    void valuesThatAreNotFiniteAreRefused(@TempDir Path folder) throws IOException {
        CheckpointCopy block = CheckpointCopy.of(MODEL, folder.resolve("block"))
                .fill("model.layers.2.mlp.down_proj.weight", 3e38f, 16 * 24);
        assertRefused(block, "the output of block 2 holds NaN");
        CheckpointCopy head = CheckpointCopy.of(MODEL, folder.resolve("head")).fill("model.norm.weight", 3e38f, 16);
        assertRefused(head, "the output head gives NaN");
    }

    private static void assertRefused(CheckpointCopy copy, String message) throws IOException {
        try (LanguageModel broken = LanguageModel.load(copy.open(), F32)) {
            assertThatThrownBy(() -> broken.generate(PROMPTS, 2, NEVER))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(message);
            assertThatThrownBy(() -> broken.scores(PROMPTS, new int[] {1, 1}))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(message);
        }
    }

    private static List<Integer> upTo(List<Integer> tokens, int end) {
        int at = tokens.indexOf(end);
        return at < 0 ? tokens : tokens.subList(0, at + 1);
    }
}
