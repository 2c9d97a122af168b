package io.foldline.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.event.Calibration;
import io.foldline.event.ChatTemplate;
import io.foldline.event.Compatibility;
import io.foldline.event.Compute;
import io.foldline.event.Cut;
import io.foldline.event.CutPolicy;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.event.Selector;
import io.foldline.pruning.PruningMethods;
import io.foldline.testsupport.Fixtures;
import io.foldline.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestCheckTest {
    @TempDir
    private Path directory;

    private RunRequested.Builder request() {
        return Requests.stories(directory.resolve("pruned"), 10);
    }

    @Test
    void knowsWhatAGoodRequestComesDownTo() throws IOException {
        CheckedRequest checked = RequestCheck.check(
                request().setDrop(new Drop(DropUnit.PERCENT, 40.0)).build());
        assertThat(checked.samples()).isEqualTo(10);
        assertThat(checked.plan()).isEmpty();
        assertThat(checked.method()).isEqualTo(PruningMethods.REPLACE_ME_LS);
        assertThat(checked.architecture().blocks()).isEqualTo(5);
    }

    @Test
    void takesAllTextsWhereThereAreFewer() throws IOException {
        RunRequested request =
                Requests.stories(directory.resolve("pruned"), 1000).build();
        assertThat(RequestCheck.check(request).samples()).isEqualTo(256);
    }

    @Test
    void droppingGivenBlocksNeedsNoCalibration() throws IOException {
        RunRequested request = request()
                .setCuts(List.of(new Cut(1, 2)))
                .setMethod(Requests.method("uidl", RidgeKind.RELATIVE, 0))
                .setCalibration(new Calibration(List.of(), 0, 0, ChatTemplate.AUTO, null))
                .build();
        CheckedRequest checked = RequestCheck.check(request);
        assertThat(checked.plan().orElseThrow().removed()).containsExactly(2, 3);
        assertThat(checked.samples()).isZero();
    }

    @Test
    void aNormBehindTheMlpTakesDiagonalTransformsAlone() throws IOException {
        RunRequested.Builder request = request()
                .setModel(Locations.uri(Fixtures.path("fixtures/families/gemma2")))
                .setCuts(List.of(new Cut(2, 2)))
                .setCalibration(new Calibration(List.of(), 0, 0, ChatTemplate.AUTO, null));
        assertThatThrownBy(() -> RequestCheck.check(request.build()))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("replaceme-ls", "gemma2", "post_feedforward_layernorm", "--method diagonal");
        RunRequested dropped = request.setMethod(Requests.method("uidl", RidgeKind.RELATIVE, 0))
                .build();
        assertThat(RequestCheck.check(dropped).plan()).isPresent();
    }

    @Test
    void aStreamThatIsReadWithoutANormIsNotScaled() {
        for (String method : List.of("prune-and-comp", "gain")) {
            RunRequested request = request()
                    .setModel(Locations.uri(Fixtures.path("fixtures/families/olmo2")))
                    .setMethod(Requests.method(method, RidgeKind.RELATIVE, 1e-3))
                    .build();
            assertThatThrownBy(() -> RequestCheck.check(request))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("olmo2", "without a norm", "uidl");
        }
    }

    @Test
    void blocksOfOtherKindsAreNotMerged() {
        RunRequested request = request()
                .setModel(Locations.uri(Fixtures.path("fixtures/families/gemma2")))
                .setCuts(List.of(new Cut(2, 1)))
                .setMethod(Requests.method("laco", RidgeKind.RELATIVE, 0))
                .build();
        assertThatThrownBy(() -> RequestCheck.check(request))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("gemma2", "another kind", "another cut");
    }

    private static Arguments wrong(Consumer<RunRequested.Builder> change, String... message) {
        return Arguments.of(change, List.of(message));
    }

    static Stream<Arguments> wrongRequests() {
        Path texts = Fixtures.path("data/calibration/tinystories-256.jsonl");
        return Stream.of(
                wrong(r -> r.setRunId("../x"), "run id", "../x"),
                wrong(r -> r.setModel("/no/such/model"), "/no/such/model", "no such folder"),
                wrong(r -> r.setModel(texts.toString()), "expected a checkpoint folder"),
                wrong(r -> r.setMethod(Requests.method("magic", RidgeKind.RELATIVE, 0)), "method \"magic\"", "uidl"),
                wrong(r -> r.setSelector(new Selector("magic", Map.of())), "selector \"magic\"", "angular"),
                wrong(r -> r.setDrop(new Drop(DropUnit.BLOCKS, 5.0)), "Drop 5 removes 5 of the model's 5 blocks"),
                wrong(r -> r.setDrop(new Drop(DropUnit.BLOCKS, 0.0)), "expected 1 to 4"),
                wrong(r -> r.setDrop(new Drop(DropUnit.PERCENT, 100.0)), "Drop 100%"),
                wrong(r -> r.setDrop(new Drop(DropUnit.UNKNOWN, 1.0)), "Drop in UNKNOWN"),
                wrong(r -> r.setCuts(List.of(new Cut(4, 1))), "Cut 4:1", "5 blocks"),
                wrong(r -> r.setCuts(List.of(new Cut(0, 2), new Cut(1, 2))), "overlap"),
                wrong(r -> r.setCuts(List.of(new Cut(0, 0))), "Cut 0:0"),
                wrong(r -> r.setCutCount(2), "--cuts 2 for 1 blocks", "expected 1 to 1"),
                wrong(r -> r.setCutCount(0), "--cuts 0"),
                wrong(r -> r.setCutCount(2).setCuts(List.of(new Cut(0, 1))), "--cuts 2", "cuts are given"),
                wrong(
                        r -> r.setCutCount(2)
                                .setDrop(new Drop(DropUnit.BLOCKS, 2.0))
                                .setSelector(new Selector("sleb", Map.of())),
                        "--cuts 2",
                        "single blocks"),
                wrong(r -> r.setDrop(new Drop(DropUnit.BYTES, 0.0)), "Drop bytes:0: expected more than 0"),
                wrong(r -> r.setDrop(new Drop(DropUnit.LATENCY_PERCENT, 100.0)), "Drop latency:100%", "less than 100%"),
                wrong(
                        r -> r.setCutPolicy(CutPolicy.SEQUENTIAL)
                                .setMethod(Requests.method("gain", RidgeKind.RELATIVE, 1e-3)),
                        "--policy sequential",
                        "method gain"),
                wrong(r -> r.setCutPolicy(CutPolicy.UNKNOWN), "policy", "ONE_SHOT or SEQUENTIAL"),
                wrong(r -> r.setMethod(Requests.method("replaceme-ls", RidgeKind.RELATIVE, -1)), "alpha is -1.0"),
                wrong(r -> r.setMethod(Requests.method("replaceme-ls", RidgeKind.UNKNOWN, 0)), "UNKNOWN"),
                wrong(r -> r.setMethod(Requests.method("diagonal", RidgeKind.AUTO, 0)), "diagonal has no ridge"),
                wrong(
                        r -> r.setMethod(Requests.method("replaceme-ls", RidgeKind.AUTO, 0))
                                .setCalibration(Requests.calibration(texts, 4, 64)),
                        "4 calibration samples, at least 5"),
                wrong(
                        r -> r.setMethod(Requests.method("replaceme-ls", RidgeKind.ABSOLUTE, 0))
                                .setCalibration(Requests.calibration(texts, 3, 21)),
                        "at most 63 calibration tokens, at least 64 needed at ridge 0"),
                wrong(
                        r -> r.setMethod(Requests.method("auto", RidgeKind.RELATIVE, 0.1))
                                .setCalibration(Requests.calibration(texts, 4, 64)),
                        "4 calibration samples",
                        "method auto judges its steps",
                        "at least 5"),
                wrong(r -> r.setMethod(Requests.method("auto", RidgeKind.AUTO, 0)), "alpha auto", "method auto"),
                wrong(
                        r -> r.setMethod(Requests.method("replaceme-ls", RidgeKind.AUTO, 0))
                                .setSelector(new Selector("perplexity", Map.of())),
                        "alpha auto",
                        "selector perplexity"),
                wrong(r -> r.setTimeBudget(-1), "time budget of -1 seconds"),
                wrong(r -> r.setTimeBudget(60), "--time-budget", "no step that could be left out"),
                wrong(r -> r.setCompatibility(Compatibility.UNKNOWN), "compatibility"),
                wrong(r -> r.setCompute(new Compute("tpu", "auto", "auto")), "tpu"),
                wrong(r -> r.setCompute(new Compute("cpu", "int3", "auto")), "int3"),
                wrong(r -> r.setCalibration(Requests.calibration(texts, 0, 64)), "0 calibration samples"),
                wrong(r -> r.setCalibration(Requests.calibration(texts, 10, 513)), "513 tokens", "1 to 512"),
                wrong(r -> r.getCalibration().setSources(List.of()), "no calibration samples"),
                wrong(
                        r -> r.setCalibration(Requests.calibration(Path.of("/no/texts.jsonl"), 1, 9)),
                        "/no/texts.jsonl"));
    }

    @ParameterizedTest
    @MethodSource("wrongRequests")
    void refuses(Consumer<RunRequested.Builder> change, List<String> message) {
        RunRequested.Builder builder = request();
        change.accept(builder);
        RunRequested request = builder.build();
        assertThatThrownBy(() -> RequestCheck.check(request))
                .isInstanceOf(InputException.class)
                .message()
                .contains(message);
    }

    @Test
    void refusesOutputThatExists() throws IOException {
        Files.createDirectory(directory.resolve("pruned"));
        RunRequested request = request().build();
        assertThatThrownBy(() -> RequestCheck.check(request))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pruned: the output folder exists");
    }

    @Test
    void refusesMalformedCalibrationByItsLine() throws IOException {
        Path texts = directory.resolve("texts.jsonl");
        Files.writeString(texts, "{\"text\": \"a\"}\n{\"text\": 7}\n");
        RunRequested request =
                request().setCalibration(Requests.calibration(texts, 10, 64)).build();
        assertThatThrownBy(() -> RequestCheck.check(request))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("texts.jsonl")
                .hasMessageContaining("line 2");
    }

    @Test
    void refusesEmptyCalibration() throws IOException {
        Path texts = Files.createFile(directory.resolve("texts.jsonl"));
        RunRequested request =
                request().setCalibration(Requests.calibration(texts, 10, 64)).build();
        assertThatThrownBy(() -> RequestCheck.check(request))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds no text");
    }
}
