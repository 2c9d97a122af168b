package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of the environment and of client properties come up nowhere: not in events, logs, reports or messages. */
class SecretsIT {
    private static final String SECRET = "planted-5c0e9d";

    @TempDir
    Path folder;

    @Test
    void ofTheEnvironmentStayThere() throws IOException, InterruptedException {
        Map<String, String> environment =
                Map.of("HF_TOKEN", SECRET, "AWS_SECRET_ACCESS_KEY", SECRET, "KAFKA_PASSWORD", SECRET);
        assertThat(prune(environment, "completed", Models.tiny())).isZero();
        assertThat(prune(environment, "failed", Models.withNaN(folder.resolve("nan"))))
                .isEqualTo(3);

        assertThat(folder.resolve("data/foldline.log")).isNotEmptyFile();
        assertThat(folder.resolve("completed/report.html")).exists();
        assertThat(Traces.of(SECRET, folder)).isEmpty();
    }

    @Test
    void ofClientPropertiesStayThere() throws IOException {
        Path config = Files.writeString(
                folder.resolve("client.properties"), """
                bootstrap.servers=%s
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
                  username="ann" password="%s";
                ssl.keystore.password=%s
                schema.registry.basic.auth.user.info=ann:%s
                """.formatted(SharedPipeline.broker(), SECRET, SECRET, SECRET));
        Path out = folder.resolve("out");
        Cli completed = SharedPipeline.prune(out.resolve("completed"), "--cut", "1:1", "--kafka-config", config);
        Path nan = Models.withNaN(folder.resolve("nan"));
        Cli failed = SharedPipeline.prune(
                out.resolve("failed"), "--model", nan, "--drop", "1", "--kafka-config", config, "--debug");
        Cli runs = Cli.run("runs", "--kafka-config", config);

        assertThat(completed.exit()).as(completed.err()).isZero();
        assertThat(failed.exit()).as(failed.err()).isEqualTo(3);
        assertThat(runs.exit()).as(runs.err()).isZero();
        assertThat(List.of(completed, failed, runs))
                .asString()
                .contains("finite")
                .doesNotContain(SECRET);
        assertThat(Traces.of(SECRET, out)).isEmpty();
        assertThat(SharedPipeline.data()).isNotEmptyDirectory();
        assertThat(Traces.of(SECRET, SharedPipeline.data())).isEmpty();
    }

    private int prune(Map<String, String> environment, String out, Path model)
            throws IOException, InterruptedException {
        Object[] words = {
            "prune",
            "--model",
            model,
            "--drop",
            "1",
            "--samples",
            "16",
            "--calibration",
            SharedPipeline.CALIBRATION,
            "--data-dir",
            folder.resolve("data"),
            "--out",
            folder.resolve(out),
            "--debug"
        };
        try (Child child = Child.foldline(folder.resolve(out + ".output"), environment, words)) {
            return child.exit();
        }
    }
}
