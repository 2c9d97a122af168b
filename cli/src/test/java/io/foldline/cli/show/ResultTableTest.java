package io.foldline.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.cli.Stories;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    @Test
    void putsDenseNextToPruned() {
        assertThat(ResultTable.of(Stories.folded())).isEqualTo("""
                        demo: removes 4–6 (3 of 12), folded into 3
                        parameters: 4.55 M of 5.66 M (-19.7 %)
                        residual of the fold: 0.6370
                        calibration samples: 128 of /data/calibration.jsonl

                        task                        metric  dense  pruned  retained
                        ─────────────────  ───────────────  ─────  ──────  ────────
                        ppl:heldout.jsonl       perplexity  51.00   58.81    86.7 %
                        wikitext             bits_per_byte  1.930   2.020    95.5 %
                        wikitext           byte_perplexity  3.810   4.070    93.6 %
                        wikitext           word_perplexity   1270    1803    70.5 %

                        retained: 86.7 %, with 95 % confidence 80.2 % to 93.2 %
                        time: scorer 6.3 s, calibrator 7.3 s, solver 0.4 s, merger 0.2 s, evaluator 9.0 s
                        """);
    }
}
