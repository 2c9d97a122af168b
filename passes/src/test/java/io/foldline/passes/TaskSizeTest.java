package io.foldline.passes;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.Compute;
import io.foldline.event.RunRequested;
import io.foldline.model.text.ItemRange;
import io.foldline.testsupport.Requests;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskSizeTest {
    /** Of a model of 7 billion weights. */
    private static final long PARAMETERS = 6_500_000_000L;

    private static final int TOKENS = 256;

    private static RunRequested.Builder request() {
        return Requests.stories(Path.of("out"), 8);
    }

    private static List<ItemRange> ranges(RunRequested.Builder request, int items) {
        return new TaskSize(items, TOKENS, PARAMETERS).ranges(request.build());
    }

    private static double seconds(ItemRange range, double speed) {
        return 2.0 * PARAMETERS * TOKENS * range.size() / speed;
    }

    @Test
    void aTaskTakesHalfOfWhatIsWantedToAllOfIt() {
        RunRequested.Builder request = request().setCompute(new Compute("cuda:1", "bf16", "auto"));
        assertThat(seconds(ranges(request.setTaskSeconds(30), 100_000).get(0), TaskSize.CUDA))
                .isBetween(15.0, 30.0);
        assertThat(seconds(ranges(request.setTaskSeconds(300), 100_000).get(0), TaskSize.CUDA))
                .isBetween(150.0, 300.0);
        RunRequested.Builder small = request().setTaskSeconds(3_000);
        assertThat(seconds(ranges(small, 100_000).get(0), TaskSize.CPU)).isBetween(1_500.0, 3_000.0);
    }

    @Test
    void aTaskIsAtLeastAChunk() {
        assertThat(ranges(request().setTaskSeconds(1), 20))
                .containsExactly(new ItemRange(0, 8), new ItemRange(8, 16), new ItemRange(16, 20));
    }

    @Test
    void twiceAsManySamplesBeginWithTheSameTasks() {
        RunRequested.Builder request = request().setCompute(new Compute("cuda", "auto", "auto"));
        List<ItemRange> few = ranges(request, 2048);
        assertThat(few).hasSizeGreaterThan(1);
        assertThat(ranges(request, 4096)).startsWith(few.toArray(ItemRange[]::new));
    }

    @Test
    void aNumberOfTasksOverrides() {
        assertThat(ranges(request().setTasksPerStage(3), 48)).hasSize(3);
    }

    @Test
    void tinyModelsNeedOneTask() {
        assertThat(new TaskSize(1_000_000, 1, 1).ranges(request().build())).hasSize(1);
    }

    @Test
    void anyDeviceThatMayBeACpuCountsAsOne() {
        assertThat(ranges(request().setCompute(new Compute("auto", "auto", "auto")), 100))
                .isEqualTo(ranges(request().setCompute(new Compute("cpu", "f32", "auto")), 100));
    }
}
