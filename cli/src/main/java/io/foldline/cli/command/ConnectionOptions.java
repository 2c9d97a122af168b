package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.cli.local.DataDirectory;
import io.foldline.cli.local.Folders;
import io.foldline.kafka.KafkaSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which broker: an embedded one on a data directory, or one that runs elsewhere. */
final class ConnectionOptions {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where the embedded broker keeps the event log. Default: foldline in the folder of user data"
                    + " (XDG_DATA_HOME, else ~/.local/share).")
    @Nullable
    Path dataDirectory;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "A Kafka broker to use instead of the embedded one; the stage services run elsewhere.")
    @Nullable
    String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Client properties, as Kafka's own tools take them: security, timeouts, schema.registry.*;"
                    + " names the broker itself (bootstrap.servers) where --kafka does not.")
    @Nullable
    Path kafkaConfig;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description =
                    "A registry with the Confluent REST API, for --kafka. Default: none; values carry the fingerprint"
                            + " of their schema.")
    @Nullable
    String schemaRegistry;

    /**
     * How to reach the broker of {@code --kafka} or {@code --kafka-config}; empty where the embedded one is to be used.
     *
     * @throws InputException if the file cannot be read
     */
    Optional<KafkaSettings> cluster() {
        if (kafka == null && kafkaConfig == null) {
            return Optional.empty();
        }
        Map<String, String> properties = new HashMap<>();
        if (kafka != null) {
            properties.put(KafkaSettings.BOOTSTRAP, kafka);
        }
        if (schemaRegistry != null) {
            properties.put(KafkaSettings.SCHEMA_REGISTRY, schemaRegistry);
        }
        return Optional.of(
                kafkaConfig == null ? KafkaSettings.of(properties) : KafkaSettings.load(kafkaConfig, properties));
    }

    /** How to reach the broker, for commands that need one that is there. */
    KafkaSettings requiredCluster(CommandLine command) {
        return cluster()
                .orElseThrow(() -> new CommandLine.ParameterException(
                        command, "Missing required option: '--kafka' or '--kafka-config'"));
    }

    /** The data directory, given or by default. */
    DataDirectory directory() {
        return DataDirectory.at(dataDirectory == null ? Folders.data() : dataDirectory);
    }
}
