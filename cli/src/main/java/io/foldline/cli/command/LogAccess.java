package io.foldline.cli.command;

import io.foldline.cli.local.Broker;
import io.foldline.cli.local.DataDirectory;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.wire.SchemaTopic;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access to an event log for commands that run no stage: a cluster's, or the one of a data directory. */
final class LogAccess implements AutoCloseable {
    private final KafkaSettings settings;
    private final @Nullable Broker broker;

    private LogAccess(KafkaSettings settings, @Nullable Broker broker) {
        this.settings = settings;
        this.broker = broker;
    }

    /** Opens what the options name; starts a broker on the data directory if no other process runs one. */
    static LogAccess open(ConnectionOptions options) throws InterruptedException {
        Optional<KafkaSettings> cluster = options.cluster();
        if (cluster.isPresent()) {
            return new LogAccess(cluster.get(), null);
        }
        DataDirectory directory = options.directory();
        Broker broker = Broker.any(directory);
        return new LogAccess(broker.settings(), broker);
    }

    /**
     * Opens what the options name, to write events as well.
     *
     * @throws IOException if the schemas of the events cannot be published
     */
    static LogAccess openToWrite(ConnectionOptions options) throws InterruptedException, IOException {
        LogAccess access = open(options);
        if (access.broker == null) {
            SchemaTopic.publish(access.settings);
        }
        return access;
    }

    KafkaSettings settings() {
        return settings;
    }

    /** Whether nobody but this process has the log, so that no service can be at work. */
    boolean isAlone() {
        return broker != null && broker.isOwn();
    }

    @Override
    public void close() {
        if (broker != null) {
            broker.close();
        }
    }
}
