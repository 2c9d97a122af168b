package io.foldline.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Sha256;
import io.foldline.storage.transfer.TransferCount;
import io.foldline.testsupport.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol, between the client and a store on this machine. */
class S3ObjectsTest {
    private static final S3Location FOLDER = S3Location.parse("s3://bucket/models/a");

    @TempDir
    Path folder;

    private S3Server server;
    private S3Objects store;

    @BeforeEach
    void start() throws Exception {
        server = new S3Server("bucket");
        store = TestStores.of(server);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static TransferCount.Part uncounted() {
        return TransferCount.uncounted();
    }

    private byte[] put(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Path file = Files.write(folder.resolve("sent"), content);
        store.put(file, FOLDER.below(name), "run-1", Sha256.of(file), uncounted());
        return content;
    }

    private S3Object listed(String name) throws IOException {
        return store.list(FOLDER).stream()
                .filter(object -> object.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givesBackWhatWasPutThereAndListsIt() throws IOException {
        byte[] small = put("b/small", 1000);
        put("empty", 0);
        Path other = Files.write(folder.resolve("other"), small);
        store.put(other, S3Location.parse("s3://bucket/models/ab"), "run-1", Sha256.of(other), uncounted());

        assertThat(store.list(FOLDER)).extracting(S3Object::name).containsExactlyInAnyOrder("b/small", "empty");
        S3Object found = store.find(FOLDER.below("b/small")).orElseThrow();
        assertThat(found.run()).contains("run-1");
        assertThat(found.sha256()).contains(Sha256.of(other));
        assertThat(found.bytes()).isEqualTo(1000);
        Path copy = folder.resolve("x/copy");
        store.get(FOLDER.below("b/small"), listed("b/small"), copy, uncounted());
        assertThat(copy).hasBinaryContent(small);
        store.get(FOLDER.below("empty"), listed("empty"), folder.resolve("none"), uncounted());
        assertThat(folder.resolve("none")).isEmptyFile();

        store.delete(FOLDER.below("b/small"));
        store.delete(FOLDER.below("b/small"));
        assertThat(store.find(FOLDER.below("b/small"))).isEmpty();
    }

    @Test
    void sendsLargeFilesInParts() throws IOException {
        int bytes = 11_000_000;
        byte[] content = new byte[bytes];
        new Random(1).nextBytes(content);
        Path file = Files.write(folder.resolve("large"), content);
        List<Long> progress = new ArrayList<>();
        TransferCount count = new TransferCount(bytes, (done, total) -> progress.add(done));
        store.put(file, FOLDER.below("large"), "run-1", Sha256.of(file), count.part());

        assertThat(progress).containsExactly(5L << 20, 10L << 20, (long) bytes);
        Path copy = folder.resolve("copy");
        store.get(FOLDER.below("large"), listed("large"), copy, uncounted());
        assertThat(copy).hasBinaryContent(content);
    }

    @Test
    void goesOnWhereAnEarlierAttemptEnded() throws IOException {
        byte[] content = put("a", 200_000);
        Path copy = folder.resolve("copy");
        Files.write(folder.resolve("copy.incomplete"), Arrays.copyOf(content, 150_000));
        List<Long> progress = new ArrayList<>();
        TransferCount count = new TransferCount(200_000, (done, total) -> progress.add(done));
        store.get(FOLDER.below("a"), listed("a"), copy, count.part());

        assertThat(copy).hasBinaryContent(content);
        assertThat(progress.get(0)).isGreaterThan(150_000);
        assertThat(folder.resolve("copy.incomplete")).doesNotExist();
    }

    @Test
    void refusesOtherContentThanWasListed() throws IOException {
        put("a", 1000);
        S3Object before = listed("a");
        put("a", 1001);
        assertThatThrownBy(() -> store.get(FOLDER.below("a"), before, folder.resolve("copy"), uncounted()))
                .isInstanceOf(IOException.class);
        Files.write(folder.resolve("other.incomplete"), new byte[500]);
        assertThatThrownBy(() -> store.get(FOLDER.below("a"), listed("a"), folder.resolve("other"), uncounted()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        store.get(FOLDER.below("a"), listed("a"), folder.resolve("other"), uncounted());
        assertThat(folder.resolve("other")).exists();
        assertThat(folder.resolve("copy")).doesNotExist();
    }

    @Test
    void saysWhatToDoAboutRefusals() {
        assertThatThrownBy(() -> store.list(S3Location.parse("s3://absent/a")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("s3://absent/a", "not there");
        assertThatThrownBy(() ->
                        TestStores.at(server.endpoint(), "foldline", "wrong").list(FOLDER))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("s3://bucket/models/a", "credentials")
                .hasMessageNotContaining("wrong");
    }
}
