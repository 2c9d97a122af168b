package io.foldline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.storage.dataset.DataSetSplit;
import io.foldline.storage.hub.Hub;
import io.foldline.storage.hub.HubLocation;
import io.foldline.storage.hub.HubSettings;
import io.foldline.storage.transfer.TransferProgress;
import io.foldline.storage.transfer.TransferWatch;
import io.foldline.testsupport.HubContent;
import io.foldline.testsupport.HubServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets between a client and a server on this machine. */
class HubDataSetsTest {
    private static final String COMMIT = "2".repeat(40);
    private static final Set<String> EXTENSIONS = Set.of("parquet", "jsonl");
    private static final HubLocation TEXTS = HubLocation.parse("hf://datasets/org/texts");

    @TempDir
    Path cache;

    private HubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
        server.publish(
                "datasets/org/texts",
                new HubContent(
                        COMMIT,
                        Map.of(
                                "README.md", text("---\nconfigs:\n- data_files: data/*.parquet\n---\n"),
                                "data/a.parquet", text("A"),
                                "data/b.parquet", text("BB"),
                                "law/test-00000-of-00001.parquet", text("L"),
                                "other.parquet", text("O"),
                                "small.jsonl", text("{}"))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HubDataSets dataSets(boolean offline) {
        return new HubDataSets(
                new Hub(new HubSettings(server.endpoint(), cache, Optional.empty(), offline, Duration.ofMillis(1))));
    }

    @Test
    void bringsAFileHereWhenItIsWanted() throws IOException {
        List<DataFile> files = dataSets(false).files(TEXTS, DataSetSplit.TRAIN, EXTENSIONS);
        assertThat(files)
                .extracting(DataFile::toString)
                .containsExactly(
                        "hf://datasets/org/texts@" + COMMIT + "/data/a.parquet",
                        "hf://datasets/org/texts@" + COMMIT + "/data/b.parquet");
        String digest = files.get(1).digest();
        assertThat(server.cdn().requests()).isEmpty();

        Path file = files.get(1).fetch(TransferProgress.NONE);

        assertThat(file).isEqualTo(files.get(1).path()).hasContent("BB");
        assertThat(digest).isEqualTo(DataFile.of(file).digest());
        assertThat(server.cdn().requests()).hasSize(1);
        assertThat(files.get(0).path()).doesNotExist();
    }

    @Test
    void aCommitIsAskedForOnce() throws IOException {
        HubLocation pinned = TEXTS.at(COMMIT);
        List<DataFile> files = dataSets(false).files(pinned, DataSetSplit.TRAIN, EXTENSIONS);
        files.get(0).fetch(TransferProgress.NONE);
        int before = server.hub().requests().size();
        List<DataFile> again = dataSets(false).files(pinned, DataSetSplit.TRAIN, EXTENSIONS);
        assertThat(again.get(0).fetch(TransferProgress.NONE)).hasContent("A");
        assertThat(server.hub().requests()).hasSize(before);
    }

    @Test
    void offlineItIsKnownWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> dataSets(true).files(TEXTS, DataSetSplit.TRAIN, EXTENSIONS))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("hf://datasets/org/texts", "HF_HUB_OFFLINE");
        dataSets(false).files(TEXTS, DataSetSplit.TRAIN, EXTENSIONS).get(0).fetch(TransferProgress.NONE);
        int before = server.hub().requests().size();

        List<DataFile> files = dataSets(true).files(TEXTS, DataSetSplit.TRAIN, EXTENSIONS);

        assertThat(files).hasSize(2);
        assertThat(files.get(0).fetch(TransferProgress.NONE)).hasContent("A");
        assertThatThrownBy(() -> files.get(1).fetch(TransferProgress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("data/b.parquet", "HF_HUB_OFFLINE");
        assertThat(server.hub().requests()).hasSize(before);
    }

    @Test
    void aPathBehindTheRevisionNamesFiles() throws IOException {
        HubDataSets dataSets = dataSets(false);
        assertThat(dataSets.files(
                                HubLocation.parse("hf://datasets/org/texts@main/small.jsonl"),
                                DataSetSplit.TRAIN,
                                EXTENSIONS)
                        .get(0)
                        .fetch(TransferProgress.NONE))
                .hasContent("{}");
        assertThat(dataSets.files(HubLocation.parse("hf://datasets/org/texts/**"), DataSetSplit.TRAIN, EXTENSIONS))
                .hasSize(5);
        assertThatThrownBy(() ->
                        dataSets.files(HubLocation.parse("hf://datasets/org/none"), DataSetSplit.TRAIN, EXTENSIONS))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("hf://datasets/org/none", "no such repository");
    }

    @Test
    void aSplitOfAConfigurationHasItsOwnFiles() throws IOException {
        HubDataSets dataSets = dataSets(false);
        HubLocation pinned = TEXTS.at(COMMIT);
        DataSetSplit test = DataSetSplit.of("law", "test");
        List<DataFile> files = dataSets.files(pinned, test, EXTENSIONS);
        assertThat(files)
                .extracting(DataFile::toString)
                .containsExactly("hf://datasets/org/texts@" + COMMIT + "/law/test-00000-of-00001.parquet");
        assertThat(files.get(0).fetch(TransferProgress.NONE)).hasContent("L");
        assertThat(dataSets.files(pinned, DataSetSplit.TRAIN, EXTENSIONS)).hasSize(2);
        int before = server.hub().requests().size();
        assertThat(dataSets.files(pinned, test, EXTENSIONS)).isEqualTo(files);
        assertThat(server.hub().requests()).hasSize(before);
        assertThatThrownBy(() -> dataSets.files(TEXTS, DataSetSplit.of("test"), EXTENSIONS))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("hf://datasets/org/texts", "test split of 'default'", "[train]");
        assertThatThrownBy(() -> dataSets.files(TEXTS, DataSetSplit.of("lax", "test"), EXTENSIONS))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(
                        "hf://datasets/org/texts", "no configuration 'lax'; there are data, default, law");
    }

    @Test
    void aDownloadThatNobodyWantsAnyMoreEndsAndGoesOnLater() throws IOException {
        DataFile file =
                dataSets(false).files(TEXTS, DataSetSplit.TRAIN, EXTENSIONS).get(0);
        try (TransferWatch watch = TransferWatch.of(() -> {
            throw new CancellationException("the run has ended");
        })) {
            assertThatThrownBy(file::fetch)
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("the run has ended");
        }
        assertThat(file.path()).doesNotExist();
        assertThat(file.fetch()).hasContent("A");
    }

    @Test
    void aModelIsNoDataSet() {
        assertThatThrownBy(() -> HubData.of("hf://org/name"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("hf://org/name", "hf://datasets/org/name");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
