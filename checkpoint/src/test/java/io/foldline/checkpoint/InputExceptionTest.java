package io.foldline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputExceptionTest {
    @Test
    void controlCharactersAndHalfPairsAreMadeVisible() {
        assertThat(new InputException("a\u001b[31m\n\u0000b\ud800 \ud83d\ude00 é"))
                .hasMessage("a\\u001b[31m\\u000a\\u0000b\ufffd \ud83d\ude00 é");
    }

    @Test
    void whatIsTooLongKeepsItsBeginningAndItsEnd() {
        String message = new InputException("config.json: " + "x".repeat(1_000_000) + "; get it again").getMessage();
        assertThat(message)
                .startsWith("config.json: xxx")
                .endsWith("xxx; get it again")
                .hasSizeLessThan(2100);
    }
}
