package io.foldline.cli.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.cli.Stories;
import io.foldline.event.RunRequested;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunIdsTest {
    private final RunRequested request = Stories.request();

    @Test
    void whenTheWorkIsDoneDoesNotMatter() {
        RunRequested hurried = RunRequested.newBuilder(request)
                .setRunId("other")
                .setRequestedAt(Instant.now())
                .setPriority(9)
                .setDeadline(Instant.now().plusSeconds(60))
                .setTaskSeconds(1)
                .build();

        assertThat(RunIds.derived(hurried)).isEqualTo(RunIds.derived(request));
        assertThat(RunIds.sameSettings(hurried, request)).isTrue();
    }

    @Test
    void whatComesOutMatters() {
        RunRequested other = RunRequested.newBuilder(request).setSeed(43).build();

        assertThat(RunIds.derived(other)).isNotEqualTo(RunIds.derived(request));
        assertThat(RunIds.sameSettings(other, request)).isFalse();
    }

    @Test
    void versionOneGaveTheSameName() {
        assertThat(RunIds.derived(request)).isEqualTo("demo-replaceme-ls-39728501");
    }
}
