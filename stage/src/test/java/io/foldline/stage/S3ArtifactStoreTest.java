package io.foldline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.event.ArtifactReference;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.s3.S3Objects;
import io.foldline.storage.transfer.TransferCount;
import io.foldline.testsupport.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ArtifactStoreTest extends ArtifactStoreContract {
    private static final S3Location ROOT = S3Location.parse("s3://bucket/artifacts");

    @TempDir
    Path folder;

    private S3Server server;
    private S3Objects objects;
    private S3ArtifactStore store;

    @BeforeEach
    void open() throws Exception {
        server = new S3Server("bucket");
        objects = S3Objects.at(server.endpoint(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
        store = new S3ArtifactStore(ROOT, objects);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Override
    ArtifactStore store() {
        return store;
    }

    @Test
    void anotherProcessFindsWhatWasStored() throws IOException {
        ArtifactReference reference = store.put("a", file -> Files.writeString(file, "abc"));
        assertThat(new S3ArtifactStore(ROOT, objects).get(reference)).hasContent("abc");
    }

    @Test
    void detectsContentOfTheSameLengthThatIsNotWhatItSays() throws IOException {
        ArtifactReference reference = store.put("a", file -> Files.writeString(file, "abc"));
        Path file = Files.writeString(folder.resolve("file"), "abd");
        TransferCount.Part count = TransferCount.uncounted();
        objects.put(file, ROOT.below("a"), "somebody", reference.getSha256(), count);
        assertThatThrownBy(() -> store.get(reference)).isInstanceOf(IOException.class);
    }
}
