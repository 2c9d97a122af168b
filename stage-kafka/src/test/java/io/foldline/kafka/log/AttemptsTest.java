package io.foldline.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptsTest {
    @Test
    void aRetryBeginsTheNextAttemptWhicheverIsHeardFirst() {
        assertThat(Attempts.FIRST.failed()).isFalse();
        assertThat(Attempts.FIRST.failed(0).failed()).isTrue();

        Attempts second = Attempts.FIRST.failed(0).retried(1);
        assertThat(second.current()).isEqualTo(1);
        assertThat(second.failed()).isFalse();
        assertThat(Attempts.FIRST.retried(1).failed(0)).isEqualTo(second);
    }

    @Test
    void retriesThatDoNotFollowAFailureHaveNoEffect() {
        assertThat(Attempts.FIRST.retried(1).current()).isZero();
        assertThat(Attempts.FIRST.failed(0).retried(2).failed()).isTrue();
        assertThat(Attempts.FIRST.failed(0).retried(0).failed()).isTrue();
        assertThat(Attempts.FIRST.failed(0).retried(-1).failed()).isTrue();
    }

    @Test
    void formerAttemptsDoNotCountAnyMore() {
        Attempts third = Attempts.FIRST.failed(0).retried(1).failed(1).retried(2);

        assertThat(third.current()).isEqualTo(2);
        assertThat(third.failed(0)).isEqualTo(third);
        assertThat(third.failed(1)).isEqualTo(third);
        assertThat(third.retried(1)).isEqualTo(third);
        assertThat(third.retried(2)).isEqualTo(third);
        assertThat(third.failed(2).failed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOrderInWhichTheyAreHeardDoesNotMatter(long seed) {
        List<UnaryOperator<Attempts>> events = new ArrayList<>(List.of(
                a -> a.failed(0),
                a -> a.retried(1),
                a -> a.failed(1),
                a -> a.retried(2),
                a -> a.retried(2),
                a -> a.failed(2),
                a -> a.retried(5)));
        Collections.shuffle(events, new Random(seed));
        Attempts attempts = Attempts.FIRST;
        for (UnaryOperator<Attempts> event : events) {
            attempts = event.apply(attempts);
        }

        assertThat(attempts.current()).isEqualTo(2);
        assertThat(attempts.failed()).isTrue();
    }
}
