package io.foldline.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.event.Calibration;
import io.foldline.event.RunRequested;
import io.foldline.event.TextSource;
import io.foldline.model.ImageBatch;
import io.foldline.model.SampleBatch;
import io.foldline.model.text.ItemRange;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.stage.Fingerprint;
import io.foldline.testsupport.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSamplesTest {
    @TempDir
    Path folder;

    private RunRequested request = new RunRequested();

    @BeforeEach
    void prepare() throws IOException {
        Path model = Pictures.model("vit", folder.resolve("vit"));
        request = Pictures.request(model, folder.resolve("out"), 10).build();
    }

    private CalibrationSet set() throws IOException {
        return CalibrationSet.of(request, new TokenizedSamples());
    }

    private Calibration calibration() {
        return request.getCalibration();
    }

    /** A flat folder of the pictures of one class. */
    private TextSource flat(String label, double weight) {
        return new TextSource(Pictures.folder().resolve(label).toString(), "text", weight);
    }

    @Test
    void theFirstPicturesOfEveryClassAreTaken() throws IOException {
        assertThat(set().plan().rows()).containsExactly(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        assertThat(set().length()).isEqualTo(17);
        List<SampleBatch> batches = set().batches(new ItemRange(0, 10));
        assertThat(batches)
                .extracting(SampleBatch::numbers)
                .containsExactly(List.of(0, 1, 2, 3, 4, 5, 6, 7), List.of(8, 9));
        float[] first = ((ImageBatch) batches.get(0).tokens().part(0, 1)).pixels();
        calibration().setSources(List.of(flat("ant", 1)));
        assertThat(((ImageBatch) set().batches(new ItemRange(0, 4))
                                .get(0)
                                .tokens()
                                .part(0, 1))
                        .pixels())
                .isEqualTo(first);
    }

    @Test
    void foldersHaveTheirSharesAndFillUpWhatOthersLack() throws IOException {
        calibration().setSources(List.of(flat("ant", 1), flat("bee", 3)));
        calibration().setSamples(4);
        assertThat(set().plan().counts()).containsExactly(1, 3);
        calibration().setSamples(8);
        assertThat(set().counts(new ItemRange(0, 8))).containsExactly(4, 4);
        assertThat(set().counts(new ItemRange(0, 4))).containsExactly(4);
    }

    @Test
    void aSeedDrawsAndFewerAreTheFirstOfMore() throws IOException {
        calibration().setShuffleSeed(7L);
        List<Integer> ten = set().plan().rows().get(0);
        assertThat(ten).doesNotHaveDuplicates().isNotEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        calibration().setSamples(4);
        assertThat(set().plan().rows().get(0)).isEqualTo(ten.subList(0, 4));
    }

    @Test
    void theFingerprintKnowsThePicturesOfTheRangeAlone() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("flat"));
        for (int i = 0; i < 4; i++) {
            Files.copy(Pictures.folder().resolve("ant/%d.png".formatted(i)), copy.resolve(i + ".png"));
        }
        calibration().setSources(List.of(new TextSource(copy.toString(), "text", 1.0)));
        String before = fingerprint(2);
        Files.copy(Pictures.folder().resolve("bee/0.png"), copy.resolve("9.png"));
        assertThat(fingerprint(2)).isEqualTo(before);
        assertThat(fingerprint(3)).isNotEqualTo(before);
        Files.delete(copy.resolve("1.png"));
        assertThat(fingerprint(2)).isNotEqualTo(before);
    }

    private String fingerprint(int end) throws IOException {
        return set().addTo(new Fingerprint("any", 1), new ItemRange(0, end)).text();
    }

    @Test
    void tablesOfTheSamePicturesGiveTheSame() throws IOException {
        float[] pictures = pixels();
        calibration().setSources(List.of(new TextSource(Pictures.tables().toString(), "", 1.0)));
        assertThat(set().plan().counts()).containsExactly(10);
        assertThat(pixels()).isEqualTo(pictures);
        String before = fingerprint(2);
        calibration().setSources(List.of(new TextSource(Pictures.tables().toString(), "image", 1.0)));
        assertThat(pixels()).isEqualTo(pictures);
        calibration().setSources(List.of(new TextSource(Pictures.tables() + "/train-00000*.parquet", "", 1.0)));
        assertThat(fingerprint(2)).isNotEqualTo(before);
    }

    private float[] pixels() throws IOException {
        return ((ImageBatch) set().batches(new ItemRange(0, 10)).get(1).tokens()).pixels();
    }

    @Test
    void aFewOfManyTablesMakeUpForOthers() throws IOException {
        calibration()
                .setSources(
                        List.of(flat("ant", 1), new TextSource(Pictures.tables().toString(), "", 3.0)));
        calibration().setSamples(16);
        assertThat(set().plan().counts()).containsExactly(4, 12);
        calibration().setShuffleSeed(7L);
        assertThat(set().plan().rows().get(1)).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void picturesThatAreGoneAreMissed() {
        assertThatThrownBy(() -> set().batches(new ItemRange(8, 17)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found 10 in all");
    }
}
