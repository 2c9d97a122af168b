package io.foldline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void saysEverythingInTheOrderInWhichItWasAdded() {
        String text = new Fingerprint("scorer", 1)
                .with("removed", 3)
                .with("column", "text")
                .text();
        assertThat(text).isEqualTo("stage=scorer\nversion=1\nremoved=3\ncolumn=text\n");
    }

    @Test
    void noValueCanLookLikeAnotherLine() {
        String one = new Fingerprint("scorer", 1).with("a", "1\nb=2").text();
        String two = new Fingerprint("scorer", 1).with("a", "1").with("b", "2").text();
        String three = new Fingerprint("scorer", 1).with("a", "1\\nb=2").text();
        assertThat(one).isNotEqualTo(two).isNotEqualTo(three);
    }
}
