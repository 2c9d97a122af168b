package io.foldline.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures of odd sizes in many forms, against the image processors of transformers. */
class ImageProcessingOracleTest {
    private static final Path FOLDER = Fixtures.path("fixtures/images");

    static Stream<String> goldens() throws IOException {
        return golden().tensors().keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void pixelValuesAreThoseOfTransformers(String name) throws IOException {
        int slash = name.indexOf('/');
        String processor = name.substring(0, slash);
        String image = name.substring(slash + 1);
        Path settings = FOLDER.resolve("processors/" + processor + ".json");
        ImageProcessing processing = ImageProcessing.of(
                processor,
                new ObjectMapper().readTree(Files.readAllBytes(settings)),
                processor.replaceFirst("-.*", ""));

        PixelValues found = processing.apply(Files.readAllBytes(FOLDER.resolve("images/" + image)), image);

        assertThat(golden().tensor(name).shape()).containsExactly(3L, (long) found.height(), (long) found.width());
        double[] expected = golden().readDoubles(name);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(expected[i] - found.values()[i]));
        }
        assertThat(worst).isCloseTo(0, within(1e-2));
    }

    private static SafetensorsFile golden() throws IOException {
        return SafetensorsFile.read(FOLDER.resolve("golden.safetensors"));
    }
}
