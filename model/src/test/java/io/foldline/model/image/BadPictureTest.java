package io.foldline.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.testsupport.Fixtures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadPictureTest {
    @Test
    void whatIsNoPictureIsRefusedByName() {
        byte[] text = "GIF89a and so on".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PictureDecoder.decode(text, "cat/1.gif"))
                .isInstanceOf(InputException.class)
                .hasMessage("cat/1.gif: neither JPEG nor PNG; convert it to one of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wide.jpg", "progressive.jpg", "alpha.png", "palette.png"})
    void aFileThatIsCutOffIsRefused(String name) throws IOException {
        byte[] whole = read(name);
        for (int length : new int[] {0, 3, 20, whole.length / 2, whole.length - 40}) {
            assertThatThrownBy(() -> PictureDecoder.decode(Arrays.copyOf(whole, length), name))
                    .as("%d bytes", length)
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(name + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wide.jpg", "alpha.png"})
    void damageNeverDoesWorseThanAClearError(String name) throws IOException {
        byte[] whole = read(name);
        Random random = new Random(17);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                Picture picture = PictureDecoder.decode(damaged, name);
                assertThat(picture.samples()).hasSize(3 * picture.width() * picture.height());
            } catch (InputException e) {
                assertThat(e).hasMessageStartingWith(name + ": ");
            }
        }
    }

    @Test
    void sixteenBitsASampleAreRefused() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY), "png", file);
        assertThatThrownBy(() -> PictureDecoder.decode(file.toByteArray(), "deep.png"))
                .isInstanceOf(InputException.class)
                .hasMessage("deep.png: a PNG with 16 bits a sample; expected at most 8; convert it");
    }

    private static byte[] read(String name) throws IOException {
        return Files.readAllBytes(Fixtures.path("fixtures/images/images/" + name));
    }
}
