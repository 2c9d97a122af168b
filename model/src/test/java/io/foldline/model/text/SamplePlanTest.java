package io.foldline.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplePlanTest {
    /** The first 20 numbers of SplitMix64 with seed 7, sorted: an independent program's. */
    private static final List<Integer> SEED_7 =
            List.of(15, 3, 18, 19, 14, 13, 16, 2, 12, 11, 1, 10, 8, 5, 17, 7, 0, 9, 4, 6);

    @TempDir
    private Path folder;

    private SampleSource source(String name, int texts, double weight) throws IOException {
        String content = IntStream.range(0, texts).mapToObj(i -> name + i).collect(Collectors.joining("\n\n"));
        Path file = Files.writeString(folder.resolve(name + ".txt"), content);
        return new SampleSource(file.toString(), "text", weight);
    }

    private static List<String> texts(SampleSet set) throws IOException {
        SamplePlan plan = SamplePlan.of(set);
        return texts(SampleTexts.read(set, plan, new ItemRange(0, plan.size())));
    }

    private static List<String> texts(List<Sample> samples) {
        return samples.stream().map(sample -> ((Sample.Text) sample).text()).toList();
    }

    @Test
    void takesTheFirstTextsOfEachSource() throws IOException {
        SampleSet set = new SampleSet(List.of(source("a", 9, 2), source("b", 9, 1)), 6, OptionalLong.empty());
        assertThat(texts(set)).containsExactly("a0", "a1", "a2", "a3", "b0", "b1");
    }

    @Test
    void aSeedDrawsTheSameTextsEverywhere() throws IOException {
        SampleSet set = new SampleSet(List.of(source("a", 20, 1)), 20, OptionalLong.of(7));
        assertThat(texts(set))
                .containsExactlyElementsOf(SEED_7.stream().map(i -> "a" + i).toList());
    }

    @Test
    void aSmallerDrawingIsTheBeginningOfALargerOne() throws IOException {
        SampleSet set = new SampleSet(List.of(source("a", 20, 1), source("b", 3, 1)), 10, OptionalLong.of(7));
        List<String> texts = texts(set);
        assertThat(texts.subList(0, 7)).containsExactly("a15", "a3", "a18", "a19", "a14", "a13", "a16");
        assertThat(texts.subList(7, 10)).containsExactlyInAnyOrder("b0", "b1", "b2");
    }

    @Test
    void rangesGiveWhatTheWholeGives() throws IOException {
        SampleSet set = new SampleSet(
                List.of(source("a", 20, 1), source("b", 20, 2), source("c", 5, 1)), 30, OptionalLong.of(3));
        SamplePlan plan = SamplePlan.of(set);
        List<String> parts = new ArrayList<>();
        for (ItemRange range : Batches.taskRanges(plan.size(), 4)) {
            parts.addAll(texts(SampleTexts.read(set, plan, range)));
        }
        assertThat(parts).isEqualTo(texts(set)).hasSize(30).doesNotHaveDuplicates();
        assertThat(plan.counts()).containsExactly(9, 16, 5);
    }

    @Test
    void looksAtNoTextThatIsNotTaken() throws IOException {
        Path file =
                Files.writeString(folder.resolve("c.jsonl"), "{\"text\": \"c0\"}\n{\"text\": 7}\n{\"text\": \"c2\"}\n");
        SampleSource source = new SampleSource(file.toString(), "text", 1);
        assertThat(texts(new SampleSet(List.of(source), 1, OptionalLong.empty())))
                .containsExactly("c0");
        SampleSet two = new SampleSet(List.of(source), 2, OptionalLong.empty());
        assertThatThrownBy(() -> SampleTexts.forEach(two, SamplePlan.of(two), sample -> {}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("c.jsonl, line 2");
    }

    @Test
    void noticesASourceThatHasBecomeShorter() throws IOException {
        SampleSet set = new SampleSet(List.of(source("a", 9, 1)), 9, OptionalLong.empty());
        SamplePlan plan = SamplePlan.of(set);
        source("a", 3, 1);
        assertThatThrownBy(() -> SampleTexts.read(set, plan, new ItemRange(0, 9)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("text 4 was expected, found 3");
    }

    @Test
    void refusesASourceWithoutTexts() throws IOException {
        SampleSet set = new SampleSet(List.of(source("a", 9, 1), source("b", 0, 1)), 9, OptionalLong.empty());
        assertThatThrownBy(() -> SamplePlan.of(set))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("b.txt: holds no text");
    }
}
