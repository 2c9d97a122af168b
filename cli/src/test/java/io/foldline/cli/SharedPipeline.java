package io.foldline.cli;

import io.foldline.cli.local.DataDirectory;
import io.foldline.cli.local.Pipeline;
import io.foldline.testsupport.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A broker with the five services in this process, for all tests that only need one to be there. */
final class SharedPipeline {
    static final Path CALIBRATION = Fixtures.path("data/calibration/tinystories-256.jsonl");
    static final String EVALUATION = "ppl:" + Fixtures.path("data/text/tinystories-eval.jsonl");

    private static @Nullable Path data;
    private static @Nullable Pipeline pipeline;

    private SharedPipeline() {}

    /** Address of the broker; started when it is first asked for, stopped with the process. */
    static synchronized String broker() {
        if (pipeline == null) {
            try {
                data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "pipeline");
                pipeline = Pipeline.local(DataDirectory.at(data), 1, null, line -> {});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return pipeline.settings().bootstrapServers();
    }

    /** The data directory of the broker, once it was asked for. */
    static synchronized Path data() {
        return Objects.requireNonNull(data, "no broker yet");
    }

    /** Prunes the tiny model into {@code out}, unless the options say otherwise. */
    static Cli prune(Path out, Object... options) {
        Map<String, Object> usual =
                Map.of("--model", Models.tiny(), "--calibration", CALIBRATION, "--out", out, "--kafka", broker());
        List<Object> words = new ArrayList<>(List.of("prune"));
        List<Object> given = List.of(options);
        usual.forEach((option, value) -> {
            if (!given.contains(option)) {
                words.addAll(List.of(option, value));
            }
        });
        words.addAll(given);
        return Cli.run(words.toArray());
    }
}
