package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.kafka.HandOut.Share;
import org.junit.jupiter.api.Test;

class HandOutTest {
    private final HandOut handOut = new HandOut();

    @Test
    void theRunWithTheFewestTasksAtWorkIsNext() {
        handOut.put("large", new Share(0, 0, 1000, 7));
        handOut.put("small", new Share(0, 1, 3, 2));

        assertThat(handOut.next(10)).contains("small");
    }

    @Test
    void ofEqualRunsTheFirstIsNext() {
        handOut.put("b", new Share(0, 1, 3, 2));
        handOut.put("a", new Share(0, 2, 3, 2));

        assertThat(handOut.next(10)).contains("b");
    }

    @Test
    void aHigherPriorityGoesBeforeEverything() {
        handOut.put("early", new Share(0, 0, 3, 0));
        handOut.put("urgent", new Share(5, 1, 3, 4));
        handOut.put("patient", new Share(-5, 2, 3, 0));

        assertThat(handOut.next(10)).contains("urgent");
        handOut.put("urgent", new Share(5, 1, 0, 7));
        assertThat(handOut.next(10)).contains("early");
        handOut.remove("early");
        assertThat(handOut.next(10)).contains("patient");
    }

    @Test
    void nothingIsHandedOutBeyondTheDepth() {
        handOut.put("waits", new Share(0, 0, 3, 4));
        handOut.put("has none left", new Share(0, 1, 0, 4));
        assertThat(handOut.next(8)).isEmpty();
        assertThat(handOut.next(9)).contains("waits");

        handOut.put("has none left", new Share(0, 1, 0, 3));
        assertThat(handOut.next(8)).contains("waits");
        handOut.remove("has none left");
        handOut.remove("has none left");
        assertThat(handOut.next(5)).contains("waits");
        assertThat(handOut.next(4)).isEmpty();
    }

    @Test
    void tasksWaitOnlyWhereARunHasSome() {
        assertThat(handOut.waits()).isFalse();
        handOut.put("run", new Share(0, 0, 0, 4));
        assertThat(handOut.waits()).isFalse();
        handOut.put("run", new Share(0, 0, 1, 4));
        assertThat(handOut.waits()).isTrue();
        handOut.remove("run");
        assertThat(handOut.waits()).isFalse();
    }
}
