package io.foldline.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.cli.Stories;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void isTheObjectThatScriptsRead() throws IOException {
        JsonNode expected = new ObjectMapper().readTree("""
                        {"runId": "demo-replaceme-ls-0011aabb", "out": "/out/demo-small",
                         "removed": [4, 5, 6], "kept": [0, 1, 2, 3, 7, 8, 9, 10, 11], "method": "replaceme-ls",
                         "residual": 0.63698,
                         "calibration": [
                           {"source": "/data/calibration.jsonl", "column": "text", "weight": 1.0, "samples": 128}],
                         "evaluation": {
                           "dense": {"ppl:heldout.jsonl": {"perplexity": 51.0},
                             "wikitext": {"bits_per_byte": 1.93, "byte_perplexity": 3.81, "word_perplexity": 1270.0}},
                           "pruned": {"ppl:heldout.jsonl": {"perplexity": 58.81},
                             "wikitext": {"bits_per_byte": 2.02, "byte_perplexity": 4.07, "word_perplexity": 1802.5}},
                           "retainedPercent": 86.7, "retainedInterval": [80.2, 93.2]},
                         "seconds": {"scorer": 6.31, "calibrator": 7.25, "solver": 0.4, "merger": 0.2, "evaluator": 9.0}}
                        """);

        ObjectNode json = (ObjectNode) JSON.readTree(ResultJson.of(Stories.folded(), name -> name.replace("/data/", ""))
                .toString());
        JsonNode distances = json.remove("distances");

        assertThat(distances.size()).isEqualTo(9);
        assertThat(distances.get(3).toString()).isEqualTo("{\"kept\":3,\"removed\":[4,5,6],\"distance\":0.1274}");
        assertThat((Object) json).isEqualTo(expected);
    }
}
