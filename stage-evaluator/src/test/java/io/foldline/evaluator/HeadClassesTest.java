package io.foldline.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HeadClassesTest {
    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void classesAreKnownByNameAndByNumber() throws IOException {
        Classes classes =
                HeadClasses.of(json("{\"id2label\": {\"0\": \"crane\", \"1\": \"heron\", \"2\": \"crane\"}}"));
        assertThat(classes.number("heron")).isEqualTo(1);
        assertThat(classes.number("2")).isEqualTo(2);
        assertThatThrownBy(() -> classes.number("crane"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("classes [0, 2] \"crane\"");
        assertThatThrownBy(() -> classes.number("3")).isInstanceOf(InputException.class);
    }

    @Test
    void aNameThatIsANumberIsAName() throws IOException {
        Classes classes = HeadClasses.of(json("{\"id2label\": {\"0\": \"1\", \"1\": \"0\"}}"));
        assertThat(classes.number("0")).isEqualTo(1);
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
