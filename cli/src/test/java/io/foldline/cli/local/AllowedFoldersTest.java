package io.foldline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.event.ArtifactReference;
import io.foldline.event.Evaluation;
import io.foldline.event.RunCancelled;
import io.foldline.event.TextSource;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedFoldersTest {
    @TempDir
    Path folder;

    private Path inside;
    private AllowedFolders allowed;

    @BeforeEach
    void allow() throws IOException {
        inside = Files.createDirectory(folder.resolve("inside"));
        Files.createDirectory(folder.resolve("inside-not"));
        allowed = new AllowedFolders(List.of(inside.toString(), "hf://org", "hf://datasets/org/texts"));
    }

    @Test
    void whatLiesInsideMayBeNamed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), inside);
        for (Path path : List.of(inside, inside.resolve("new/model"), link.resolve("model"))) {
            assertThatCode(() -> allowed.check(cancelled(Locations.uri(path)))).doesNotThrowAnyException();
        }
        assertThatCode(() -> allowed.check(cancelled(""))).doesNotThrowAnyException();
        assertThatCode(() -> allowed.check(evaluation("wikitext"))).doesNotThrowAnyException();
    }

    @Test
    void whatLiesOutsideIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(inside.resolve("link"), folder.resolve("inside-not"));
        Path nowhere = Files.createSymbolicLink(inside.resolve("nowhere"), folder.resolve("absent"));
        refused(cancelled(Locations.uri(folder)));
        refused(cancelled(Locations.uri(folder.resolve("inside-not/model"))));
        refused(cancelled(Locations.uri(link.resolve("model"))));
        refused(cancelled(Locations.uri(nowhere.resolve("model"))));
        refused(cancelled(inside + "/../inside-not"));
        refused(cancelled("relative"));
        refused(evaluation("ppl:/etc/passwd"));
        refused(evaluation("images:/etc"));
        Path table = Files.createSymbolicLink(inside.resolve("link.parquet"), folder.resolve("inside-not/a.parquet"));
        refused(evaluation("images:" + table + "#label"));
        refused(new TextSource("file:///etc/passwd", "text", 1.0));
        refused(new ArtifactReference("file:///etc/passwd", "", 1L));
    }

    @Test
    void placesElsewhereMayBeNamedBelowWhatIsAllowed() {
        for (String place : List.of("hf://org/name", "hf://org/name@v1", "hf://datasets/org/texts@v1/a.parquet")) {
            assertThatCode(() -> allowed.check(cancelled(place))).doesNotThrowAnyException();
        }
        for (String place : List.of(
                "hf://organisation/name",
                "hf://other/name",
                "hf://datasets/org/texts-not",
                "hf://org/../other/name",
                "hf://")) {
            refused(cancelled(place));
        }
        AllowedFolders folders = new AllowedFolders(List.of(inside.toString()));
        assertThatThrownBy(() -> folders.check(cancelled("hf://org/name")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("hf://org/name", "--allow");
    }

    @Test
    void foldersHaveToBeThere() {
        assertThatThrownBy(() ->
                        new AllowedFolders(List.of(folder.resolve("absent").toString())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("absent");
    }

    @Test
    void everyFieldThatHoldsALocationIsKnown() {
        Set<String> locations = new HashSet<>();
        Topics.STAGES.forEach(stage -> List.of(stage.input(), stage.task(), stage.result())
                .forEach(topic -> collect(topic.type(), locations)));
        assertThat(locations).isEqualTo(AllowedFolders.LOCATIONS);
    }

    private static void collect(Class<? extends SpecificRecord> type, Set<String> locations) {
        collect(SpecificData.get().getSchema(type), locations, new HashSet<>());
    }

    private static void collect(Schema schema, Set<String> locations, Set<String> seen) {
        switch (schema.getType()) {
            case UNION -> schema.getTypes().forEach(type -> collect(type, locations, seen));
            case ARRAY -> collect(schema.getElementType(), locations, seen);
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    for (Schema.Field field : schema.getFields()) {
                        if (field.doc() != null && field.doc().contains("URI")) {
                            locations.add(field.name());
                        }
                        collect(field.schema(), locations, seen);
                    }
                }
            }
            default -> {}
        }
    }

    private void refused(SpecificRecord event) {
        assertThatThrownBy(() -> allowed.check(event)).as(event.toString()).isInstanceOf(InputException.class);
    }

    private static RunCancelled cancelled(String output) {
        return new RunCancelled("run-1", "test", Instant.EPOCH, output);
    }

    private static Evaluation evaluation(String task) {
        return Evaluation.newBuilder().setTasks(List.of(task)).build();
    }
}
