package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cancelled run takes back its own, and nothing else. */
class DiscardFaultTest {
    @TempDir
    Path folder;

    private Path parent;
    private Path target;
    private CheckpointDraft draft;

    @BeforeEach
    void open() throws IOException {
        parent = Files.createDirectory(folder.resolve("out"));
        target = parent.resolve("pruned");
        Path source = folder.resolve("source");
        Checkpoint stories = Checkpoint.open(Fixtures.path("models/stories260k"));
        new CheckpointWriter().write(Drafts.copyOf(stories), source, "r0", WriteProgress.SILENT);
        Files.createDirectory(source.resolve("additional_chat_templates"));
        Files.writeString(source.resolve("additional_chat_templates/tool.jinja"), "{{ messages }}");
        draft = Drafts.copyOf(Checkpoint.open(source));
    }

    private void write(WriteProgress progress) throws IOException {
        new CheckpointWriter().write(draft, target, "r1", progress);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    @Test
    void nothingOfTheCheckpointIsLeft() throws IOException {
        write(WriteProgress.SILENT);
        Files.writeString(target.resolve("README.md"), "the card");
        Files.writeString(target.resolve("report.html"), "the report");
        Files.writeString(target.resolve("foldline_run.yaml"), "the run");
        CheckpointWriter.discard(target, "r1");
        assertThat(children(parent)).isEmpty();
        CheckpointWriter.discard(target, "r1");
        assertThat(children(parent)).isEmpty();
    }

    @Test
    void aParentThatIsNotThereIsNoFault() throws IOException {
        CheckpointWriter.discard(folder.resolve("none/pruned"), "r1");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void anotherRunsCheckpointStays() throws IOException {
        write(WriteProgress.SILENT);
        CheckpointWriter.discard(target, "r2");
        assertThat(Manifest.read(target).orElseThrow().firstDifference(target)).isEmpty();
    }

    @Test
    void aFolderWithoutAManifestStays() throws IOException {
        Files.writeString(Files.createDirectory(target).resolve("config.json"), "{}");
        CheckpointWriter.discard(target, "r1");
        assertThat(target.resolve("config.json")).exists();
    }

    @Test
    void filesThatSomebodyAddedStay() throws IOException {
        write(WriteProgress.SILENT);
        Path note = Files.writeString(target.resolve("notes.txt"), "mine");
        Path template = Files.writeString(target.resolve("additional_chat_templates/mine.jinja"), "mine");
        CheckpointWriter.discard(target, "r1");
        assertThat(children(target)).containsExactlyInAnyOrder(note, template.resolveSibling(""));
        assertThat(children(template.resolveSibling(""))).containsExactly(template);
        CheckpointWriter.discard(target, "r1");
        assertThat(note).exists();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        write(WriteProgress.SILENT);
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path weights = Files.move(target.resolve("model.safetensors"), outside.resolve("weights"));
        Files.createSymbolicLink(target.resolve("model.safetensors"), weights);
        Path templates = target.resolve("additional_chat_templates");
        Path moved = Files.move(templates, outside.resolve("templates"));
        Files.createSymbolicLink(templates, moved);
        CheckpointWriter.discard(target, "r1");
        assertThat(weights).exists();
        assertThat(moved.resolve("tool.jinja")).exists();
        assertThat(children(target)).as("a link that is not ours stays").containsExactly(templates);
    }

    @Test
    void aLinkInPlaceOfTheFolderIsLeftAlone() throws IOException {
        write(WriteProgress.SILENT);
        Path elsewhere = Files.move(target, folder.resolve("elsewhere"));
        Files.createSymbolicLink(target, elsewhere);
        CheckpointWriter.discard(target, "r1");
        assertThat(elsewhere.resolve("model.safetensors")).exists();
    }

    @Test
    void aForgedManifestReachesNothingOutside() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path sibling = Files.writeString(parent.resolve("sibling"), "precious");
        Files.createDirectory(target);
        Files.writeString(target.resolve(Manifest.NAME), """
                {"run": "r1", "files": [
                  {"name": "%s", "bytes": 1, "sha256": ""},
                  {"name": "../sibling", "bytes": 1, "sha256": ""},
                  {"name": "..", "bytes": 1, "sha256": ""},
                  {"name": "", "bytes": 1, "sha256": ""},
                  {"name": "a/../../sibling", "bytes": 1, "sha256": ""}]}
                """.formatted(victim));
        CheckpointWriter.discard(target, "r1");
        assertThat(victim).exists();
        assertThat(sibling).exists();
        assertThat(target).doesNotExist();
    }

    @Test
    void leftoversOfDeadAttemptsGoAndThoseOfOtherRunsStay() throws IOException {
        Path dead = attempt(".pruned.r1.11.partial");
        Path other = attempt(".pruned.r2.22.partial");
        CheckpointWriter.discard(target, "r1");
        assertThat(dead).doesNotExist();
        assertThat(other).exists();
    }

    private Path attempt(String name) throws IOException {
        Path attempt = Files.createDirectory(parent.resolve(name));
        Files.createFile(attempt.resolve(".lock"));
        return attempt;
    }

    @Test
    void whatIsBeingWrittenIsNotPublished() {
        WriteProgress discarding = (done, total) -> {
            if (done == total) {
                try {
                    CheckpointWriter.discard(target, "r1");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        assertThatThrownBy(() -> write(discarding))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("the run was cancelled");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAnotherRunIsWritingIsPublished() throws IOException {
        write((done, total) -> {
            try {
                CheckpointWriter.discard(target, "r2");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(target.resolve("model.safetensors")).exists();
    }
}
