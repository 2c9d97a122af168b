package io.foldline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.ResourceException;
import io.foldline.event.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void badInputAndFullDisksEndTheRun() {
        assertThat(Failure.of(new InputException("no such file")))
                .isEqualTo(new Failure.EndRun(FailureKind.INPUT, "no such file"));
        assertThat(Failure.of(new ResourceException("disk full", new IOException())))
                .isEqualTo(new Failure.EndRun(FailureKind.RESOURCE, "disk full"));
    }

    @Test
    void passingAndUnknownFaultsAreTriedAgain() {
        assertThat(Failure.of(new IOException())).isInstanceOf(Failure.Retry.class);
        assertThat(Failure.of(new UncheckedIOException(new IOException()))).isInstanceOf(Failure.Retry.class);
        assertThat(Failure.of(new IllegalStateException())).isInstanceOf(Failure.Retry.class);
    }

    @Test
    void lackOfMemoryEndsTheRunAndSaysWhatToDo() {
        assertThat(Failure.of(new OutOfMemoryError("Java heap space")))
                .isInstanceOfSatisfying(Failure.EndRun.class, end -> {
                    assertThat(end.kind()).isEqualTo(FailureKind.RESOURCE);
                    assertThat(end.message()).contains("Java heap space", "-Xmx");
                });
    }

    @Test
    void cancelledWorkIsGivenUp() {
        assertThat(Failure.of(new CancelledException("run-1"))).isInstanceOf(Failure.GiveUp.class);
    }

    @Test
    void unreadableRecordsArePoison() {
        assertThat(Failure.of(new UndecodableException("not Avro"))).isInstanceOf(Failure.Poison.class);
    }

    @Test
    void brokenInstallationsAreFatal() {
        assertThat(Failure.of(new NoClassDefFoundError("torch"))).isInstanceOf(Failure.Fatal.class);
        assertThat(Failure.of(new UnsatisfiedLinkError())).isInstanceOf(Failure.Fatal.class);
    }

    @Test
    void textNamesUnknownFaults() {
        assertThat(Failure.text(new IllegalStateException("x"))).isEqualTo("IllegalStateException: x");
        assertThat(Failure.text(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
