package io.foldline.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsFileTest {
    private static Statistics random(long seed) {
        Random random = new Random(seed);
        return new Statistics(
                RandomMatrices_DDRM.rectangle(3, 3, random),
                RandomMatrices_DDRM.rectangle(3, 3, random),
                random.nextDouble(),
                random.nextInt(1 << 30));
    }

    @Test
    void readsBackWhatWasWritten(@TempDir Path directory) throws IOException {
        SplitStatistics plain = new SplitStatistics(random(1), Optional.empty());
        SplitStatistics split = new SplitStatistics(random(2), Optional.of(random(3)));
        Path file = directory.resolve("statistics.safetensors");
        StatisticsFile.write(file, List.of(plain, split));
        assertSame(StatisticsFile.read(file, 0).fit(), plain.fit());
        assertThat(StatisticsFile.read(file, 0).heldOut()).isEmpty();
        assertSame(StatisticsFile.read(file, 1).fit(), split.fit());
        assertSame(
                StatisticsFile.read(file, 1).heldOut().orElseThrow(),
                split.heldOut().orElseThrow());
    }

    private static void assertSame(Statistics found, Statistics expected) {
        assertThat(found.gram().data).containsExactly(expected.gram().data);
        assertThat(found.cross().data).containsExactly(expected.cross().data);
        assertThat(found.target()).isEqualTo(expected.target());
        assertThat(found.tokens()).isEqualTo(expected.tokens());
    }

    @Test
    void namesTheProblemThatIsMissing(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("statistics.safetensors");
        StatisticsFile.write(file, List.of(new SplitStatistics(random(4), Optional.empty())));
        assertThatThrownBy(() -> StatisticsFile.read(file, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1.fit.gram");
    }
}
