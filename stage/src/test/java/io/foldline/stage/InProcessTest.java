package io.foldline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.event.Progress;
import io.foldline.event.RunCancelled;
import io.foldline.event.TaskId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessTest {
    @TempDir
    Path folder;

    private ArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FileArtifactStore(folder.toUri());
    }

    @Test
    void gathersInTheOrderOfTheTasks() throws IOException {
        assertThat(new InProcess(store).run(new Words(), words("a b c")).getReason())
                .isEqualTo("A B C");
        assertThat(new InProcess(store, 3, ProgressListener.NONE)
                        .run(new Reversed(), words("a b c"))
                        .getReason())
                .isEqualTo("A B C");
    }

    @Test
    void gathersAtOnceWithoutTasks() throws IOException {
        assertThat(new InProcess(store).run(new Words(), words("")).getReason()).isEmpty();
    }

    @Test
    void passesFaultsOn() {
        assertThatThrownBy(() -> new InProcess(store).run(new Words(), words("a fault b")))
                .isInstanceOf(IOException.class)
                .hasMessage("fault");
        assertThatThrownBy(() -> new InProcess(store, 2, ProgressListener.NONE).run(new Words(), words("a fault b")))
                .isInstanceOf(IOException.class)
                .hasMessage("fault");
    }

    @Test
    void stopsWhenInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> new InProcess(store).run(new Words(), words("a")))
                    .isInstanceOf(CancelledException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static RunCancelled words(String words) {
        return new RunCancelled("run-1", words, Instant.EPOCH, "");
    }

    /** Puts words into upper case, a task a word. */
    private static class Words implements Stage<RunCancelled, Progress, Progress, RunCancelled> {
        @Override
        public List<Progress> split(RunCancelled event) {
            List<String> words = event.getReason().isEmpty()
                    ? List.of()
                    : List.of(event.getReason().split(" "));
            return IntStream.range(0, words.size())
                    .mapToObj(i -> new Progress(
                            new TaskId(event.getRunId(), "words", i, words.size(), 0, 0),
                            0L,
                            0L,
                            words.get(i),
                            "",
                            Instant.EPOCH))
                    .toList();
        }

        @Override
        public Progress work(Progress task, WorkContext context) throws IOException {
            if (task.getUnit().equals("fault")) {
                throw new IOException("fault");
            }
            return new Progress(task.getTask(), 1L, 1L, task.getUnit().toUpperCase(Locale.ROOT), "", Instant.EPOCH);
        }

        @Override
        public RunCancelled gather(RunCancelled event, List<Progress> results) {
            return words(
                    String.join(" ", results.stream().map(Progress::getUnit).toList()));
        }
    }

    /** Finishes the first task last: ends only where three tasks run at the same time. */
    private static final class Reversed extends Words {
        private final CountDownLatch others = new CountDownLatch(2);

        @Override
        public Progress work(Progress task, WorkContext context) throws IOException {
            Progress result = super.work(task, context);
            try {
                if (task.getTask().getIndex() == 0) {
                    others.await();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            others.countDown();
            return result;
        }
    }
}
