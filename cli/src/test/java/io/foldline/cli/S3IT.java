package io.foldline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.checkpoint.Manifest;
import io.foldline.checkpoint.Sha256;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.s3.S3Object;
import io.foldline.storage.s3.S3Objects;
import io.foldline.storage.transfer.TransferCount;
import io.foldline.testsupport.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose model, output and artifacts are in an object store. */
class S3IT {
    private static final S3Location MODEL = S3Location.parse("s3://bucket/models/tiny");
    private static final S3Location OUT = S3Location.parse("s3://bucket/out/pruned");
    private static final S3Location ARTIFACTS = S3Location.parse("s3://bucket/artifacts");

    @TempDir
    Path folder;

    @Test
    void givesTheCheckpointThatFoldersGive() throws Exception {
        Cli local = SharedPipeline.prune(folder.resolve("local"), "--cut", "1:2", "--samples", "16");
        assertThat(local.exit()).as(local.err()).isZero();

        try (S3Server server = new S3Server("bucket")) {
            S3Objects store = S3Objects.at(server.endpoint(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY);
            upload(store);
            Map<String, String> environment = new HashMap<>(server.environment());
            environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
            assertThat(prune(environment, "first")).contains("checkpoint and report: " + OUT);

            assertThat(store.list(OUT))
                    .extracting(S3Object::name)
                    .contains(
                            "config.json",
                            "model.safetensors",
                            "tokenizer.json",
                            "README.md",
                            "report.html",
                            "foldline_run.yaml",
                            Manifest.NAME);
            assertThat(store.list(ARTIFACTS)).isNotEmpty();
            S3Object manifest = store.find(OUT.below(Manifest.NAME)).orElseThrow();
            store.get(
                    OUT.below(Manifest.NAME),
                    manifest,
                    folder.resolve("remote").resolve(Manifest.NAME),
                    TransferCount.uncounted());
            assertThat(Checkpoints.digests(folder.resolve("remote")))
                    .isNotEmpty()
                    .isEqualTo(Checkpoints.digests(folder.resolve("local")));
        }
        assertThat(folder.resolve("data/artifacts"))
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
        assertThat(Traces.of(S3Server.SECRET_KEY, folder)).isEmpty();
    }

    private String prune(Map<String, String> environment, String name) throws IOException, InterruptedException {
        try (Child child = Child.foldline(
                folder.resolve(name + ".log"),
                environment,
                "prune",
                "--model",
                MODEL,
                "--cut",
                "1:2",
                "--samples",
                "16",
                "--calibration",
                SharedPipeline.CALIBRATION,
                "--artifacts",
                ARTIFACTS,
                "--data-dir",
                folder.resolve("data"),
                "--out",
                OUT)) {
            assertThat(child.exit()).as(child.log()).isZero();
            return child.log();
        }
    }

    private static void upload(S3Objects store) throws IOException {
        try (Stream<Path> files = Files.list(Models.tiny())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = String.valueOf(file.getFileName());
                store.put(file, MODEL.below(name), "nobody", Sha256.of(file), TransferCount.uncounted());
            }
        }
    }
}
