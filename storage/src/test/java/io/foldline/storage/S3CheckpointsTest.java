package io.foldline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.CheckpointDraft;
import io.foldline.checkpoint.CheckpointWriter;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Manifest;
import io.foldline.checkpoint.OutputTensor;
import io.foldline.checkpoint.Sha256;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.s3.S3Object;
import io.foldline.storage.s3.S3Objects;
import io.foldline.storage.s3.TestStores;
import io.foldline.storage.transfer.TransferCount;
import io.foldline.storage.transfer.TransferProgress;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints in an object store: written, read, refused and taken back. */
class S3CheckpointsTest {
    private static final S3Location PLACE = S3Location.parse("s3://bucket/models/tiny");

    @TempDir
    Path cache;

    private S3Server server;
    private S3Objects store;
    private S3Output output;
    private Checkpoint source;

    @BeforeEach
    void start() throws Exception {
        server = new S3Server("bucket");
        store = TestStores.of(server);
        output = new S3Output(PLACE, store, cache);
        source = Checkpoint.open(Fixtures.path("models/stories260k"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private CheckpointDraft draft() {
        List<OutputTensor> tensors = source.tensors().values().stream()
                .<OutputTensor>map(tensor -> new OutputTensor.Copied(tensor.name(), tensor))
                .toList();
        return new CheckpointDraft(source, source.config(), tensors, Map.of(Manifest.CARD, "card"));
    }

    private Output.Published write(String run) throws IOException {
        return output.write(new CheckpointWriter(), draft(), run, (done, total) -> {});
    }

    private List<String> names() throws IOException {
        return store.list(PLACE).stream().map(S3Object::name).sorted().toList();
    }

    private void putOf(String run, String name) throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "x");
        store.put(file, PLACE.below(name), run, Sha256.of(file), TransferCount.uncounted());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        assertThat(output.exists()).isFalse();
        Output.Published published = write("run-1");

        assertThat(published.uri()).isEqualTo("s3://bucket/models/tiny");
        assertThat(published.weightBytes()).isEqualTo(source.weightBytes());
        assertThat(output.exists()).isTrue();
        assertThat(write("run-1")).isEqualTo(published);
        assertThat(filesIn(cache.resolve("outgoing"))).isEmpty();

        S3Checkpoints checkpoints = new S3Checkpoints(store, cache);
        assertThat(checkpoints.description(PLACE).resolve("model.safetensors")).doesNotExist();
        Path folder = checkpoints.checkpoint(PLACE, TransferProgress.NONE);
        assertThat(folder.getFileName()).hasToString("tiny");
        assertThat(Manifest.digest(folder)).isEqualTo(published.digest());
        assertThat(Manifest.read(folder).orElseThrow().firstDifference(folder)).isEmpty();
        assertThat(checkpoints.checkpoint(PLACE, (done, total) -> {
                    throw new CancellationException("nothing is to be downloaded again");
                }))
                .isEqualTo(folder);

        putOf("run-1", "config.json");
        assertThat(checkpoints.description(PLACE)).isNotEqualTo(folder);
        assertThat(folder.resolve("config.json")).hasContent(source.config().text());
    }

    @Test
    void whatBelongsToOthersIsRefusedAndStays() throws IOException {
        putOf("run-0", "config.json");
        assertThatThrownBy(() -> write("run-1"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("s3://bucket/models/tiny", "config.json", "exists already");
        output.discard("run-1");
        assertThat(names()).containsExactly("config.json");
    }

    @Test
    void aDeadAttemptLeavesNothingThatIsTakenForACheckpointAndTheRunGoesOn() throws IOException {
        assertThatThrownBy(() -> output.write(new CheckpointWriter(), draft(), "run-1", (done, total) -> {
                    if (done >= total * 3 / 4) {
                        throw new CancellationException("killed");
                    }
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(names()).isNotEmpty().doesNotContain(Manifest.NAME);
        assertThat(write("run-1").digest()).isNotEmpty();
        assertThat(names()).contains(Manifest.NAME, "model.safetensors");
    }

    @Test
    void aDiscardedRunLeavesNothingOfItsOwn() throws IOException {
        write("run-1");
        output.add("run-1", Map.of("report.html", "report"));
        assertThat(output.has("report.html")).isTrue();
        putOf("somebody", "notes.txt");
        output.discard("run-1");
        output.discard("run-1");
        assertThat(names()).containsExactly("notes.txt");
        assertThat(filesIn(cache.resolve("outgoing"))).isEmpty();
    }

    @Test
    void refusesWhatIsNoCheckpoint() throws IOException {
        putOf("somebody", "notes.txt");
        assertThatThrownBy(() -> new S3Checkpoints(store, cache).description(PLACE))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("s3://bucket/models/tiny", "config.json");
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }
}
