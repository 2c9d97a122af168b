package io.foldline.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random faults on real processes, by schedules that are pure functions of a seed. {@code -Dfoldline.faults=200} plays
 * that many, {@code -Dfoldline.fault.seed=7} one of them again.
 */
class ScheduleFaultTest {
    private static final int SCHEDULES = 10;

    /** So many on one cluster; more are shared out between two, which keep two cores busy all the time. */
    private static final int FEW = 20;

    @Test
    void everyRunEndsOnceWithTheCheckpointOfAnUndisturbedOne() throws IOException, InterruptedException {
        List<Long> seeds = seeds();
        Path target = Path.of("target");
        Path folder = target.resolve("faults").resolve(Instant.now().toString().replace(':', '-'));

        List<Verdict> verdicts = Campaign.run(folder, seeds, seeds.size() > FEW ? 2 : 1);

        FaultTable table = new FaultTable(verdicts);
        System.out.println(table);
        Files.writeString(target.resolve("faults.md"), table.toString());
        assertThat(verdicts)
                .hasSameSizeAs(seeds)
                .allSatisfy(verdict ->
                        assertThat(verdict.problems()).as(verdict.toString()).isEmpty());
    }

    private static List<Long> seeds() {
        Long one = Long.getLong("foldline.fault.seed");
        int count = Integer.getInteger("foldline.faults", SCHEDULES);
        return one == null ? LongStream.range(0, count).boxed().toList() : List.of(one);
    }
}
