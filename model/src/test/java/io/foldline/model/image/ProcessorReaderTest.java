package io.foldline.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.InputException;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorReaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'image_processor_type': 'BitImageProcessor'}"
                        + "|p.json: image_processor_type is BitImageProcessor, which is not supported; supported: CLIPImageProcessor, ViTImageProcessor",
                "{'do_pad': true}|p.json: do_pad is true, which is not supported for ViTImageProcessor",
                "{'crop_pct': 0.9}|p.json: crop_pct is 0.9, which is not supported for ViTImageProcessor",
                "{'resample': 1}|p.json: resample must be 0 (nearest), 2 (bilinear) or 3 (bicubic), found 1",
                "{'size': {'longest_edge': 9}}|p.json: size must be height and width, or shortest_edge, found {\"longest_edge\":9}",
                "{'size': -3}|p.json: size must be whole numbers of pixels above 0, found -3",
                "{'do_resize': 'yes'}|p.json: do_resize must be true or false, found \"yes\"",
                "{'image_mean': [0.5]}|p.json: image_mean must be a number or one a channel, found [0.5]",
                "{'image_std': [1, 0, 1]}|p.json: image_std must be numbers other than 0, found [1,0,1]",
                "{'rescale_factor': 'x'}|p.json: rescale_factor must be a number, found \"x\""
            })
    void whatCannotBeHonouredIsRefusedByName(String settings, String message) {
        assertThatThrownBy(() ->
                        ImageProcessing.of("p.json", new ObjectMapper().readTree(settings.replace('\'', '"')), "vit"))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }

    @Test
    void settingsWithoutEffectAreLeftAside() throws IOException {
        String settings =
                "{\"do_pad\": false, \"do_convert_rgb\": null, \"processor_class\": \"CLIPProcessor\", \"size\": [6, 5]}";
        PixelValues values = ImageProcessing.of("p.json", new ObjectMapper().readTree(settings), "vit")
                .apply(picture(), "small.png");
        assertThat(values.height()).isEqualTo(6);
        assertThat(values.width()).isEqualTo(5);
    }

    @Test
    void theSettingsOfAWholeProcessorComeFirst() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"clip\"}");
        Files.writeString(folder.resolve("preprocessor_config.json"), "{\"crop_size\": 8, \"size\": 9}");
        assertThat(ImageProcessing.load(folder).apply(picture(), "small.png").width())
                .isEqualTo(8);
        Files.writeString(
                folder.resolve("processor_config.json"), "{\"image_processor\": {\"crop_size\": 7, \"size\": 9}}");
        assertThat(ImageProcessing.load(folder).apply(picture(), "small.png").width())
                .isEqualTo(7);
    }

    @Test
    void aFolderWithoutSettingsIsRefused() {
        assertThatThrownBy(() -> ImageProcessing.load(folder))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder + ": no preprocessor_config.json");
    }

    private static byte[] picture() throws IOException {
        return Files.readAllBytes(Fixtures.path("fixtures/images/images/small.png"));
    }
}
