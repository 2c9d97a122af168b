package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DepthTest {
    private static final long START = 1_700_000_000_000L;

    private final AtomicInteger workers = new AtomicInteger();
    private final Depth depth = new Depth(workers::get);

    @Test
    void isTwiceTheWorkersAndEightAtLeast() {
        assertThat(depth.now(START)).isEqualTo(8);
        workers.set(16);
        assertThat(depth.now(START)).isEqualTo(32);
    }

    @Test
    void growsWithWhatCameBackInTheLastSecond() {
        for (int i = 0; i < 100; i++) {
            depth.completed(START + i * 10L);
        }
        assertThat(depth.now(START + 999)).isEqualTo(108);
        assertThat(depth.now(START + 1500)).isEqualTo(58 - 10);
        assertThat(depth.now(START + 3000)).isEqualTo(8);
    }

    @Test
    void aClockThatGoesBackDoesNoHarm() {
        depth.completed(START);
        depth.completed(START - 60_000);

        assertThat(depth.now(START)).isEqualTo(10);
        assertThat(depth.now(START - 60_000)).isEqualTo(10);
    }
}
