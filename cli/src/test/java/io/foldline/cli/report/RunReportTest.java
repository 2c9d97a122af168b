package io.foldline.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.cli.Stories;
import org.junit.jupiter.api.Test;

class RunReportTest {
    private final String page = RunReport.of(Stories.folded());

    @Test
    void tellsWhatWasRemovedAndWhatItCost() {
        assertThat(page)
                .contains("demo: 3 of 12 blocks removed", "removes 4–6 (3 of 12), folded into 3")
                .contains("angular distance", "58.81", "86.7 %", "4.55 M", "foldline run foldline_run.yaml");
    }

    @Test
    void drawsEveryBlockOnceAndEveryCandidate() {
        assertThat(page.split("class=\"removed\"", -1)).hasSize(4);
        assertThat(page.split("class=\"kept\"", -1)).hasSize(9);
        assertThat(page.split("class=\"folded\"", -1)).hasSize(2);
        assertThat(page.split("class=\"point\"", -1)).hasSize(9);
        assertThat(page.split("class=\"chosen\"", -1)).hasSize(2);
    }

    @Test
    void needsNoNetwork() {
        assertThat(page).doesNotContain("http:", "https:", "<script", "<link", "<img", "@import", "url(");
    }

    @Test
    void showsTextOfEventsAsText() {
        assertThat(page).contains("&lt;b&gt;requested&lt;/b&gt;").doesNotContain("<b>requested");
    }
}
