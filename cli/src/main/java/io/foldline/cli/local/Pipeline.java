package io.foldline.cli.local;

import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.Locations;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.StageOptions;
import io.foldline.kafka.TopicAdmin;
import io.foldline.kafka.TopicLayout;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.FileArtifactStore;
import io.foldline.stage.S3ArtifactStore;
import io.foldline.storage.s3.S3Location;
import io.foldline.storage.s3.S3Objects;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where runs happen: a broker and the five services in this process, or a cluster whose services run elsewhere. */
public final class Pipeline implements AutoCloseable {
    /** Whoever presses Ctrl-C is in a hurry. */
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private final KafkaSettings settings;
    private final @Nullable Broker broker;
    private final @Nullable StageServices services;

    private Pipeline(KafkaSettings settings, @Nullable Broker broker, @Nullable StageServices services) {
        this.settings = settings;
        this.broker = broker;
        this.services = services;
    }

    /**
     * Starts everything in this process. Runs that were begun in the directory and never ended go on.
     *
     * @param artifacts location of intermediate results; null: in the directory
     * @param waiting told, in words, if another process has the directory and has to end first
     */
    public static Pipeline local(
            DataDirectory directory, int workers, @Nullable String artifacts, Consumer<String> waiting)
            throws InterruptedException {
        Broker broker = Broker.own(directory, waiting);
        try {
            return serve(broker, directory, workers, artifacts);
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /**
     * Starts the services beside a broker in this process, which ends with the pipeline. Runs that were begun in the
     * directory and never ended go on.
     *
     * @param directory that the broker holds
     * @param artifacts location of intermediate results; null: in the directory
     */
    public static Pipeline serve(Broker broker, DataDirectory directory, int workers, @Nullable String artifacts) {
        ArtifactStore store = store(artifacts == null ? Locations.uri(directory.artifacts()) : artifacts);
        // Who waits for this process to end does not wait for tasks: they go on at the next start.
        StageOptions options = new StageOptions(workers, directory.state()).withGrace(Duration.ZERO);
        StageServices services =
                StageServices.start(StageServices.NAMES, broker.settings(), store, options, AllowedFolders.EVERYTHING);
        return new Pipeline(broker.settings(), broker, services);
    }

    /** A cluster; topics that are missing are created. */
    public static Pipeline cluster(KafkaSettings settings) throws InterruptedException {
        TopicAdmin.ensure(settings, TopicLayout.CLUSTER);
        return new Pipeline(settings, null, null);
    }

    /**
     * The artifact store at a location.
     *
     * @throws InputException if it cannot be used
     */
    public static ArtifactStore store(String location) {
        try {
            return location.startsWith(S3Location.SCHEME)
                    ? new S3ArtifactStore(S3Location.parse(location), S3Objects.shared())
                    : new FileArtifactStore(URI.create(Locations.uri(Locations.path(location))));
        } catch (IOException e) {
            throw new InputException("%s: cannot hold artifacts: %s".formatted(location, e), e);
        }
    }

    /** How to reach the broker. */
    public KafkaSettings settings() {
        return settings;
    }

    /** Whether the services run in this process, and end with it. */
    public boolean isLocal() {
        return services != null;
    }

    /** @throws IllegalStateException if a service of this process has stopped */
    public void check() {
        if (services != null) {
            services.check();
        }
    }

    /** Has the workers of this process give back at once what they are at, so that they do not count as dead. */
    public void giveBack() {
        if (services != null) {
            services.giveBack(LOOK_UP);
        }
    }

    @Override
    public void close() {
        if (services != null) {
            services.close();
        }
        if (broker != null) {
            broker.close();
        }
    }
}
