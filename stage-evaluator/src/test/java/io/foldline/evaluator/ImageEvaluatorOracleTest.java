package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.SafetensorsWriter;
import io.foldline.model.BlockModel;
import io.foldline.model.ComputeOptions;
import io.foldline.model.ImageBatch;
import io.foldline.model.SampleBatch;
import io.foldline.model.VisionModel;
import io.foldline.model.image.ImageLabel;
import io.foldline.model.image.ImageProcessing;
import io.foldline.model.image.ImageSource;
import io.foldline.model.text.ItemRange;
import io.foldline.passes.BatchLoop;
import io.foldline.stage.ProgressListener;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What models see in pictures against transformers: ViT by its head, CLIP by prompts. */
class ImageEvaluatorOracleTest {
    private static final ComputeOptions CPU = ComputeOptions.parse("cpu", "f32");
    private static final ImageTask TASK = task(Pictures.folder());

    @TempDir
    Path folder;

    private static ImageTask task(Object place) {
        return (ImageTask) Tasks.one(ImageTask.PREFIX + place, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit", "clip"})
    void everyPictureIsSeenAsTransformersSeesIt(String name) throws IOException {
        Path model = Pictures.model(name, folder.resolve(name));
        ImageSource images = TASK.images();
        ImageProcessing processing = ImageProcessing.load(model);
        Classes classes = Classes.of(model, CPU, images.classes());
        Map<String, String> seen = new TreeMap<>();
        try (BlockModel loaded = BlockModel.load(Checkpoint.open(model), CPU)) {
            for (int i = 0; i < images.count(99); i++) {
                int picture = i;
                ImageBatch batch = new ImageBatch(
                        Objects.requireNonNull(loaded.architecture().patches()),
                        List.of(() -> processing.apply(images.read(picture), images.name(picture))));
                int number = classes.seen(((VisionModel) loaded).outputs(batch)[0]);
                String label = images.classes().stream()
                        .filter(each -> classes.number(ImageLabel.named("any", each)) == number)
                        .findFirst()
                        .orElseThrow();
                seen.put(Pictures.folder().relativize(Path.of(images.name(i))).toString(), label);
            }
        }
        JsonNode golden = Pictures.golden().get(name).get("dense");
        assertThat(seen).hasSize(16);
        seen.forEach((picture, label) ->
                assertThat(label).as(picture).isEqualTo(golden.get(picture).asText()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit", "clip"})
    void theShareOfPicturesIsTheSameHoweverItIsSplit(String name) throws IOException {
        Path model = Pictures.model(name, folder.resolve(name));
        try (BlockModel loaded = BlockModel.load(Checkpoint.open(model), CPU)) {
            ModelEvaluator evaluator = new ModelEvaluator(loaded, model, CPU, null);
            Sums whole = sums(evaluator, 0, 16);
            assertThat(sums(evaluator, 0, 8).plus(sums(evaluator, 8, 16))).isEqualTo(whole);
            assertThat(whole.items()).isEqualTo(16);
            assertThat(whole.get(Sums.CORRECT))
                    .isEqualTo(correct(Pictures.golden().get(name).get("dense")));
            assertThat(TASK.values(whole)).containsEntry("acc", whole.get(Sums.CORRECT) / 16);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vit", "clip"})
    void tablesOfTheSamePicturesGiveTheSame(String name) throws IOException {
        Path model = Pictures.model(name, folder.resolve(name));
        ImageTask tables = task(Pictures.tables().resolve("*.parquet") + "#image:label");
        tables.requireModel(model.toString(), 99);
        assertThat(tables.count(99)).isEqualTo(16);
        try (BlockModel loaded = BlockModel.load(Checkpoint.open(model), CPU)) {
            ModelEvaluator evaluator = new ModelEvaluator(loaded, model, CPU, null);
            Sums whole = sums(evaluator, tables, 0, 16);
            assertThat(whole).isEqualTo(sums(evaluator, 0, 16));
            assertThat(sums(evaluator, tables, 0, 8).plus(sums(evaluator, tables, 8, 16)))
                    .isEqualTo(whole);
        }
    }

    private static Sums sums(ModelEvaluator evaluator, int first, int end) throws IOException {
        return sums(evaluator, TASK, first, end);
    }

    private static Sums sums(ModelEvaluator evaluator, ImageTask task, int first, int end) throws IOException {
        return evaluator
                .measure(
                        task,
                        new ItemRange(first, end),
                        BatchLoop.unsaved(),
                        ProgressListener.NONE,
                        SampleListener.NONE)
                .sums();
    }

    private static double correct(JsonNode golden) {
        return golden.properties().stream()
                .filter(entry -> entry.getKey().startsWith(entry.getValue().asText() + "/"))
                .count();
    }

    @Test
    void predictionsThatWereSavedAreTakenUp() throws IOException {
        Path model = Pictures.model("vit", folder.resolve("vit"));
        try (BlockModel loaded = BlockModel.load(Checkpoint.open(model), CPU)) {
            List<SampleBatch> batches =
                    new ImageEvaluator((VisionModel) loaded, model, CPU).batches(TASK.images(), new ItemRange(0, 16));
            Classes classes = Classes.of(model, CPU, TASK.images().classes());
            Predictions whole = new Predictions((VisionModel) loaded, classes, 0, 16);
            whole.add(batches.get(0));
            Path saved = folder.resolve("saved.safetensors");
            SafetensorsWriter.write(saved, Map.of(), whole.state());
            whole.add(batches.get(1));
            Predictions resumed = new Predictions((VisionModel) loaded, classes, 0, 16);
            resumed.restore(SafetensorsFile.read(saved));
            assertThat(resumed.done()).isEqualTo(8);
            resumed.add(batches.get(1));
            for (int i = 0; i < 16; i++) {
                assertThat(resumed.at(i)).isEqualTo(whole.at(i)).isNotNegative();
            }
            Predictions other = new Predictions((VisionModel) loaded, classes, 0, 8);
            assertThatThrownBy(() -> other.restore(SafetensorsFile.read(saved)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("16 predictions, expected 8");
        }
    }

    @Test
    void classesThatTheHeadDoesNotKnowAreRefused() throws IOException {
        Path model = Pictures.model("vit", folder.resolve("vit"));
        Path pictures = Files.createDirectories(folder.resolve("pictures/zebra"));
        Files.copy(Pictures.folder().resolve("ant/0.png"), pictures.resolve("0.png"));
        ImageTask task = task(folder.resolve("pictures"));
        assertThatThrownBy(() -> task.requireModel(model.toString(), 99))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no class \"zebra\" in id2label")
                .hasMessageContaining("[ant, bee, cat, dog]");
        assertThat(task.count(5)).isEqualTo(1);
    }

    private Path parquet(String name, String labels) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute("COPY (SELECT image, unnest(%s) AS label FROM '%s' LIMIT 2) TO '%s' (FORMAT parquet)"
                    .formatted(labels, Pictures.tables().resolve("train-00000-of-00002.parquet"), file));
        }
        return file;
    }

    @Test
    void classesOfATableThatTheHeadDoesNotKnowAreNamedWithTheirRow() throws Exception {
        String model = Pictures.model("vit", folder.resolve("vit")).toString();
        Path texts = parquet("texts.parquet", "['ant', 'zebra']");
        task(texts).requireModel(model, 1);
        assertThatThrownBy(() -> task(texts).requireModel(model, 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(texts + ", row 2, column \"label\": no class \"zebra\" in id2label");
        task(parquet("numbers.parquet", "[0, 3]")).requireModel(model, 2);
        Path numbers = parquet("more.parquet", "[0, 4]");
        assertThatThrownBy(() -> task(numbers).requireModel(model, 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(numbers + ", row 2, column \"label\": no class \"4\" in id2label");
        Path secret = parquet("secret.parquet", "[0, -1]");
        assertThatThrownBy(() -> task(secret).count(2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(secret + ", row 2, column \"label\": -1");
    }

    @Test
    void clipIsNotAskedByNumbers() throws Exception {
        String model = Pictures.model("clip", folder.resolve("clip")).toString();
        task(parquet("texts.parquet", "['ant', 'zebra']")).requireModel(model, 2);
        Path numbers = parquet("numbers.parquet", "[0, 3]");
        assertThatThrownBy(() -> task(numbers).requireModel(model, 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(numbers + ", row 1, column \"label\": class 0 has no name");
    }

    @Test
    void picturesWithoutClassesAreRefused() {
        ImageTask task = task(Pictures.folder().resolve("ant"));
        assertThatThrownBy(() -> task.count(1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("have no classes");
    }

    @Test
    void clipWithoutATokenizerIsRefused() throws IOException {
        Path model = Pictures.model("clip", folder.resolve("clip"));
        TASK.requireModel(model.toString(), 99);
        Files.delete(model.resolve("tokenizer.json"));
        assertThatThrownBy(() -> TASK.requireModel(model.toString(), 99))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no tokenizer.json");
    }

    @Test
    void tasksAndModelsOfDifferentKindsAreRefused() {
        String texts = Fixtures.path("models/stories260k").toString();
        assertThatThrownBy(() -> TASK.requireModel(texts, 99))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a task of pictures, but model_type llama is a model of texts");
        String images = Fixtures.path("fixtures/architectures/vit").toString();
        assertThatThrownBy(() -> Tasks.one("ppl:any.jsonl", null).requireModel(images, 99))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model_type vit is a model of images");
    }
}
