package io.foldline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedWorkTest {
    @TempDir
    Path folder;

    private FileArtifactStore store;
    private SavedWork work;

    @BeforeEach
    void open() throws IOException {
        store = new FileArtifactStore(folder.toUri());
        work = new SavedWork(store, "run-1/stage/0.saved");
    }

    @Test
    void findsWhatWasSavedLast() throws IOException {
        assertThat(work.find()).isEmpty();
        for (String state : new String[] {"1", "2", "3"}) {
            work.put(file -> Files.writeString(file, state));
            assertThat(new SavedWork(store, "run-1/stage/0.saved").find().orElseThrow())
                    .hasContent(state);
        }
        assertThat(new SavedWork(store, "run-1/stage/1.saved").find()).isEmpty();
    }

    @Test
    void keepsTheFormerStateWhereTheNewOneCannotBeWritten() throws IOException {
        work.put(file -> Files.writeString(file, "whole"));

        assertThatThrownBy(() -> work.put(file -> {
                    Files.writeString(file, "half");
                    throw new IOException("cable pulled");
                }))
                .hasMessage("cable pulled");
        assertThat(work.find().orElseThrow()).hasContent("whole");
    }

    @Test
    void aStateThatWasWrittenButNotNamedIsNotFound() throws IOException {
        work.put(file -> Files.writeString(file, "named"));
        // The other of the two files: its writer died before it could be named.
        store.put("run-1/stage/0.saved-1", file -> Files.writeString(file, "not named"));

        assertThat(work.find().orElseThrow()).hasContent("named");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.saved", "0.saved-0"})
    void damageShowsAndTheNextSaveMendsIt(String name) throws IOException {
        work.put(file -> Files.writeString(file, "state"));
        Path file = store.root().resolve("run-1/stage").resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[1] ^= 4;
        Files.write(file, bytes);

        FileArtifactStore fresh = new FileArtifactStore(folder.toUri());
        SavedWork damaged = new SavedWork(fresh, "run-1/stage/0.saved");
        assertThatThrownBy(damaged::find).isInstanceOf(IOException.class).hasMessageContaining("damaged");
        damaged.put(next -> Files.writeString(next, "mended"));
        assertThat(damaged.find().orElseThrow()).hasContent("mended");
    }

    @Test
    void leavesNothingWhenItIsDeleted() throws IOException {
        work.put(file -> Files.writeString(file, "1"));
        work.put(file -> Files.writeString(file, "2"));
        work.delete();
        work.delete();

        assertThat(work.find()).isEmpty();
        try (Stream<Path> all = Files.walk(store.root())) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
