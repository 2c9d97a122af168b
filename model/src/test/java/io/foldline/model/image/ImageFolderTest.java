package io.foldline.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    @Test
    void classesAndFilesComeByName() throws IOException {
        write("dog/b.jpg", "dog/a.PNG", "cat/deep/c.jpeg", "cat/x.txt", ".cache/y.png", "root.png", "cat/.z.png");
        ImageFolder images = ImageFolder.open(folder.toString());
        assertThat(names(images)).containsExactly("cat/deep/c.jpeg", "dog/a.PNG", "dog/b.jpg");
        assertThat(images.classes()).containsExactly("cat", "dog");
        assertThat(images.label(0)).isEqualTo(ImageLabel.named(images.name(0), "cat"));
        assertThat(images.label(2).name()).isEqualTo("dog");
    }

    @Test
    void aFlatFolderHasNoClasses() throws IOException {
        write("b.png", "a.jpg", "notes/readme.md");
        ImageFolder images = ImageFolder.open(folder.toString());
        assertThat(names(images)).containsExactly("a.jpg", "b.png");
        assertThat(images.classes()).isEmpty();
        assertThatThrownBy(() -> images.label(0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(folder + ": the pictures have no classes");
    }

    @Test
    void theClassesComeInTurn() throws IOException {
        write("a/1.png", "a/2.png", "a/3.png", "b/1.png", "b/2.png", "c/1.png");
        assertThat(names(ImageFolder.open(folder.toString()).interleaved()))
                .containsExactly("a/1.png", "b/1.png", "c/1.png", "a/2.png", "b/2.png", "a/3.png");
    }

    @Test
    void withoutClassesPicturesStayInTheirOrder() throws IOException {
        write("2.png", "1.png");
        assertThat(names(ImageFolder.open(folder.toString()).interleaved())).containsExactly("1.png", "2.png");
    }

    @Test
    void theDigestKnowsContentAndClassesNotTheFolder() throws IOException {
        write("a/1.png", "b/2.png");
        String before = digest();
        Files.move(folder.resolve("b"), folder.resolve("c"));
        assertThat(digest()).isNotEqualTo(before);
        Files.move(folder.resolve("c"), folder.resolve("b"));
        assertThat(digest()).isEqualTo(before);
        Files.writeString(folder.resolve("b/2.png"), "other");
        assertThat(digest()).isNotEqualTo(before);
    }

    @Test
    void whatHoldsNoPicturesIsRefused() {
        assertThatThrownBy(() -> ImageFolder.open(folder.toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds no pictures");
        assertThatThrownBy(() -> ImageFolder.open(folder.resolve("no").toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such folder");
        assertThatThrownBy(() -> ImageFolder.open(
                        Files.writeString(folder.resolve("texts.jsonl"), "").toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a model of images takes a folder of pictures");
    }

    private String digest() throws IOException {
        return ImageFolder.open(folder.toString()).digest(List.of(0, 1));
    }

    private void write(String... files) throws IOException {
        for (String file : files) {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
    }

    private List<String> names(ImageFolder images) {
        return IntStream.range(0, images.count(99))
                .mapToObj(i -> folder.relativize(Path.of(images.name(i))).toString())
                .toList();
    }
}
