package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.InputException;
import io.foldline.model.image.ImageLabel;
import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HeadClassesTest {
    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static ImageLabel named(String name) {
        return ImageLabel.named("a picture", name);
    }

    private static ImageLabel numbered(String name, int number) {
        return new ImageLabel("a picture", name, OptionalInt.of(number));
    }

    @Test
    void classesAreKnownByNameAndByNumber() throws IOException {
        Classes classes =
                HeadClasses.of(json("{\"id2label\": {\"0\": \"crane\", \"1\": \"heron\", \"2\": \"crane\"}}"));
        assertThat(classes.number(named("heron"))).isEqualTo(1);
        assertThat(classes.number(named("2"))).isEqualTo(2);
        assertThatThrownBy(() -> classes.number(named("crane")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("classes [0, 2] \"crane\"");
        assertThatThrownBy(() -> classes.number(named("3"))).isInstanceOf(InputException.class);
    }

    @Test
    void aNameThatIsANumberIsAName() throws IOException {
        Classes classes = HeadClasses.of(json("{\"id2label\": {\"0\": \"1\", \"1\": \"0\"}}"));
        assertThat(classes.number(named("0"))).isEqualTo(1);
    }

    @Test
    void ofSeveralClassesOfOneNameTheNumberTells() throws IOException {
        Classes classes =
                HeadClasses.of(json("{\"id2label\": {\"0\": \"crane\", \"1\": \"heron\", \"2\": \"crane\"}}"));
        assertThat(classes.number(numbered("crane", 2))).isEqualTo(2);
        assertThat(classes.number(numbered("heron", 0))).isEqualTo(1);
        assertThatThrownBy(() -> classes.number(numbered("crane", 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a picture: id2label");
    }

    @Test
    void whereTheHeadHasNoNamesTheNumberCounts() throws IOException {
        Classes classes = HeadClasses.of(json("{\"id2label\": {\"0\": \"LABEL_0\", \"1\": \"LABEL_1\"}}"));
        assertThat(classes.number(numbered("heron", 1))).isEqualTo(1);
        assertThat(classes.number(numbered("0", 0))).isZero();
        assertThatThrownBy(() -> classes.number(numbered("crane", 2)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a picture: no class \"crane\"");
        Classes named = HeadClasses.of(json("{\"id2label\": {\"0\": \"LABEL_0\", \"1\": \"heron\"}}"));
        assertThatThrownBy(() -> named.number(numbered("crane", 1))).isInstanceOf(InputException.class);
    }

    @Test
    void ofEqualLogitsTheFirstCounts() throws IOException {
        assertThat(HeadClasses.of(json("{\"id2label\": {\"0\": \"a\"}}")).seen(new float[] {-2, 3, 1, 3}))
                .isEqualTo(1);
    }

    @Test
    void aConfigurationWithoutNamesIsRefused() {
        assertThatThrownBy(() -> HeadClasses.of(json("{}")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("id2label");
    }
}
