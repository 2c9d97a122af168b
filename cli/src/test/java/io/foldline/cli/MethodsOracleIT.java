package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole pipeline against figures that were computed independently, with transformers. */
class MethodsOracleIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "uidl",
                "diagonal",
                "orthogonal",
                "replaceme-ls",
                "weighted-ls",
                "ls-to-identity",
                "gain",
                "prune-and-comp",
                "laco"
            })
    void meetTheFigures(String method) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode oracle =
                mapper.readTree(Fixtures.path("oracles/stories260k-drop1.json").toFile());
        String task = SharedPipeline.EVALUATION;
        Cli answer = SharedPipeline.prune(
                folder.resolve("out"),
                "--drop",
                "1",
                "--method",
                method,
                "--samples",
                oracle.at("/calibration/samples"),
                "--max-length",
                oracle.at("/calibration/max_length"),
                "--evaluate",
                task,
                "--json");

        assertThat(answer.exit()).as(answer.err()).isZero();
        JsonNode json = mapper.readTree(answer.out());
        String place = "/methods/" + method;
        JsonNode figures = oracle.at(place).isMissingNode()
                ? mapper.readTree(Fixtures.path("oracles/stories260k-drop1-closed.json")
                                .toFile())
                        .at(place)
                : oracle.at(place);
        assertThat(json.get("removed").toString())
                .isEqualTo(oracle.at("/cut/removed").toString());
        for (int kept = 0; kept < 4; kept++) {
            assertThat(json.at("/distances/" + kept + "/distance").asDouble())
                    .isCloseTo(
                            oracle.at("/distances/candidates/" + kept + "/angular_last")
                                    .asDouble(),
                            within(1e-5));
        }
        if (!figures.has("relative_residual") || method.equals("uidl")) {
            assertThat(json.get("residual").isNull()).isTrue();
        } else {
            assertThat(json.get("residual").asDouble())
                    .isCloseTo(figures.get("relative_residual").asDouble(), within(1e-5));
        }
        assertThat(perplexity(json, "dense"))
                .isCloseTo(oracle.get("dense_perplexity").asDouble(), Percentage.withPercentage(0.1));
        assertThat(perplexity(json, "pruned"))
                .isCloseTo(figures.get("perplexity").asDouble(), Percentage.withPercentage(0.1));
    }

    private static double perplexity(JsonNode json, String model) {
        return json.path("evaluation")
                .path(model)
                .path(SharedPipeline.EVALUATION)
                .path("perplexity")
                .asDouble();
    }
}
