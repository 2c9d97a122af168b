package io.foldline.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Pictures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parquet files as sources of pictures. */
class ImageTableTest {
    private static final String PICTURE = "{'bytes': 'any'::BLOB, 'path': 'any.png'}";

    @TempDir
    Path folder;

    private Path parquet(String name, String query) throws SQLException {
        return parquet(name, query, "");
    }

    /** @param features as {@code datasets} describes columns, in JSON */
    private Path parquet(String name, String query, String features) throws SQLException {
        Path file = folder.resolve(name);
        String metadata = features.isEmpty()
                ? ""
                : ", KV_METADATA {huggingface: '{\"info\": {\"features\": {%s}}}'}".formatted(features);
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet%s)".formatted(query, file, metadata));
        }
        return file;
    }

    private static ImageSource open(Path location) throws IOException {
        return ImageSource.open(location.toString(), ImageColumns.USUAL);
    }

    private static ImageSource open(Path location, String image, String label) throws IOException {
        return ImageSource.open(location.toString(), new ImageColumns(image, label));
    }

    @Test
    void whatDatasetsWritesIsTheFolderThatItWasMadeOf() throws IOException {
        ImageSource table = open(Pictures.tables());
        ImageSource images = open(Pictures.folder());
        assertThat(table.count(99)).isEqualTo(16);
        assertThat(table.count(7)).isEqualTo(7);
        assertThat(table.classes()).containsExactly("ant", "bee", "cat", "dog").isEqualTo(images.classes());
        for (int i : List.of(0, 15, 9, 10, 3, 11, 1, 2, 4, 5, 6, 7, 8, 12, 13, 14)) {
            assertThat(table.read(i)).as(table.name(i)).isEqualTo(images.read(i));
            assertThat(table.label(i).name()).isEqualTo(images.label(i).name());
            assertThat(table.label(i).number()).hasValue(i % 4);
        }
        assertThat(table.name(10)).endsWith("tables/train-00001-of-00002.parquet, row 1, column \"image\"");
        assertThat(table.label(10).where()).endsWith("train-00001-of-00002.parquet, row 1, column \"label\"");
    }

    @Test
    void picturesOfTheTableAreMadeReadyLikeThoseOfTheFolder() throws IOException {
        ImageProcessing processing = ImageProcessing.load(Fixtures.path("fixtures/architectures/vit"));
        ImageSource table = open(Pictures.tables().resolve("train-*.parquet"));
        ImageSource images = open(Pictures.folder());
        assertThat(processing.apply(table.read(5), table.name(5)).values())
                .isEqualTo(processing.apply(images.read(5), images.name(5)).values());
    }

    @Test
    void anyOrderOfRowsGivesTheSamePictures() throws Exception {
        Path file = parquet(
                "a.parquet",
                "SELECT {'bytes': repeat('x', 700000)::BLOB || (i::VARCHAR)::BLOB} AS image FROM range(200) t(i) ORDER BY i");
        ImageSource table = open(file);
        for (int i = 0; i < 200; i++) {
            assertThat(number(table.read(i))).isEqualTo(i);
        }
        for (int i : List.of(7, 7, 199, 0, 1, 130, 131, 3)) {
            assertThat(number(table.read(i))).isEqualTo(i);
        }
    }

    private static int number(byte[] picture) {
        return Integer.parseInt(new String(picture, StandardCharsets.US_ASCII).replace("x", ""));
    }

    @Test
    void filesAreOpenedAsFarAsTheirRowsAreWanted() throws Exception {
        parquet("a.parquet", "SELECT %s AS image, 0 AS label FROM range(3)".formatted(PICTURE));
        Files.writeString(folder.resolve("b.parquet"), "no parquet at all");
        ImageSource table = open(folder);
        assertThat(table.count(3)).isEqualTo(3);
        assertThat(table.label(2).name()).isEqualTo("0");
        assertThatThrownBy(() -> table.count(4))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("b.parquet: cannot be read");
    }

    @Test
    void columnsAreFoundByWhatTheyHold() throws Exception {
        String cifar = "\"fine\": {\"names\": [\"crab\"], \"_type\": \"ClassLabel\"}, "
                + "\"coarse\": {\"names\": [\"fish\", \"sea\"], \"_type\": \"ClassLabel\"}";
        Path one = parquet("one.parquet", "SELECT %s AS photo, 0 AS fine, 7 AS id".formatted(PICTURE), cifar);
        assertThat(open(one).label(0).name()).isEqualTo("crab");
        Path two = parquet(
                "two.parquet", "SELECT %s AS img, %1$s AS mask, 0 AS fine, 1 AS coarse".formatted(PICTURE), cifar);
        assertThat(open(two).name(0)).contains("column \"img\"");
        assertThat(open(two, "mask", "coarse").name(0)).contains("column \"mask\"");
        assertThat(open(two, "mask", "coarse").label(0).name()).isEqualTo("sea");
        assertThat(open(two, "", "coarse").classes()).containsExactly("fish", "sea");
        assertThatThrownBy(() -> open(two).label(0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("two.parquet: no column \"label\" or \"labels\"")
                .hasMessageContaining("images:two.parquet#fine")
                .hasMessageContaining("coarse INTEGER");
    }

    @Test
    void classesMayBeTextsOrNumbersWithoutNames() throws Exception {
        Path texts =
                parquet("texts.parquet", "SELECT %s AS image, unnest(['ö', 'a', 'ö']) AS labels".formatted(PICTURE));
        assertThat(open(texts).classes()).containsExactly("a", "ö");
        assertThat(open(texts).label(2).name()).isEqualTo("ö");
        assertThat(open(texts).label(2).number()).isEmpty();
        Path numbers = parquet("numbers.parquet", "SELECT %s AS image, 12::UTINYINT AS label".formatted(PICTURE));
        assertThat(open(numbers).classes()).isEmpty();
        ImageLabel label = open(numbers).label(0);
        assertThat(label).isEqualTo(new ImageLabel(label.where(), "12", OptionalInt.of(12)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1, 0 | row 1 | -1, expected the number of a class, 0 to 1",
                "0, 2 | row 2 | 2, expected the number of a class, 0 to 1",
                "1, NULL | row 2 | no class",
                "0, 99999999999 | row 2 | 99999999999, expected the number of a class, 0 to 1",
            })
    void labelsOutsideTheClassesAreNamed(String labels, String row, String message) throws Exception {
        Path file = parquet(
                "a.parquet",
                "SELECT %s AS image, unnest([%s]::BIGINT[]) AS label".formatted(PICTURE, labels),
                "\"label\": {\"names\": [\"ant\", \"bee\"], \"_type\": \"ClassLabel\"}");
        ImageSource table = open(file);
        assertThat(table.count(9)).isEqualTo(2);
        assertThatThrownBy(() -> {
                    table.label(0);
                    table.label(1);
                })
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + ", " + row + ", column \"label\": " + message);
    }

    @Test
    void aPictureThatIsMissingOrNoneIsNamed() throws Exception {
        Path file = parquet(
                "a.parquet", "SELECT unnest([%s, {'bytes': NULL, 'path': 'b.png'}, NULL]) AS image".formatted(PICTURE));
        ImageSource table = open(file);
        assertThatThrownBy(() -> table.read(1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + ", row 2, column \"image\": no picture; expected the content of its file");
        assertThatThrownBy(() -> table.read(2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("row 3, column \"image\": no picture");
        ImageProcessing processing = ImageProcessing.load(Fixtures.path("fixtures/architectures/vit"));
        assertThatThrownBy(() -> processing.apply(table.read(0), table.name(0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file + ", row 1, column \"image\": neither JPEG nor PNG");
    }

    @Test
    void columnsThatAreMissingOrOfAnotherKindAreNamed() throws Exception {
        Path file = parquet("a.parquet", "SELECT 'x' AS text, 0.5 AS label, [1] AS labels");
        assertRefused(
                file, "", "a.parquet: no column of pictures", "[text VARCHAR, label DECIMAL(2,1), labels INTEGER[]]");
        assertRefused(file, "image", "a.parquet: no column \"image\"; the columns are [text, label, labels]");
        assertRefused(file, "text", "column \"text\" holds no pictures but VARCHAR");
        Path several =
                parquet("b.parquet", "SELECT %s AS a, %1$s AS b, 0.5 AS label, [1] AS labels".formatted(PICTURE));
        assertRefused(several, "", "b.parquet: several columns of pictures; name one of [a, b]");
        assertThatThrownBy(() -> open(several, "a", "").label(0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column \"label\" holds no classes but DECIMAL(2,1)");
        assertThatThrownBy(() -> open(several, "a", "species").label(0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no column \"species\"; the columns are [a, b, label, labels]");
    }

    private static void assertRefused(Path file, String column, String... words) {
        assertThatThrownBy(() -> open(file, column, "").count(9))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void whatHoldsNoRowsIsRefused() throws Exception {
        Path file = parquet("a.parquet", "SELECT %s AS image, 0 AS label LIMIT 0".formatted(PICTURE));
        assertRefused(file, "", file + ": holds no pictures");
        assertRefused(folder.resolve("b*.parquet"), "", "no files b*.parquet in it");
        assertRefused(folder.resolve("c.parquet"), "", "c.parquet: no such file");
    }

    @Test
    void aFolderOfPicturesHasNoColumns() {
        assertThatThrownBy(() -> open(Pictures.folder(), "", "label"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a folder of pictures has no column \"label\"");
    }

    @Test
    void theDigestKnowsContentColumnsAndRows() throws Exception {
        Path file = parquet("a.parquet", "SELECT %s AS image, 0 AS label, 1 AS other".formatted(PICTURE));
        ImageSource table = open(file);
        assertThat(open(file).digest()).isEqualTo(table.digest());
        assertThat(open(file, "", "other").digest()).isNotEqualTo(table.digest());
        assertThat(table.digest(List.of(0))).isNotEqualTo(table.digest(List.of(1)));
        String before = table.digest();
        parquet("a.parquet", "SELECT %s AS image, 1 AS label, 1 AS other".formatted(PICTURE));
        assertThat(table.digest()).isNotEqualTo(before);
    }
}
