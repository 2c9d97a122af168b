package io.foldline.cli.local;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.EmbeddedBroker;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.TopicAdmin;
import io.foldline.kafka.TopicLayout;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The broker of a data directory: in this process, or in the one that holds the directory. */
public final class Broker implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final DataDirectory directory;
    private final @Nullable EmbeddedBroker own;
    private final KafkaSettings settings;

    private Broker(DataDirectory directory, @Nullable EmbeddedBroker own, KafkaSettings settings) {
        this.directory = directory;
        this.own = own;
        this.settings = settings;
    }

    /**
     * The broker in this process; waits while another process holds the directory.
     *
     * @param waiting told once, in words, if there is something to wait for
     */
    public static Broker own(DataDirectory directory, Consumer<String> waiting) throws InterruptedException {
        if (!directory.tryHold()) {
            waiting.accept(
                    "another foldline uses the data directory %s; waiting until it ends (another --data-dir needs not wait)"
                            .formatted(directory));
            while (!directory.tryHold()) {
                Thread.sleep(500);
            }
        }
        return start(directory);
    }

    /**
     * Whatever broker serves the directory: the holder's if there is one, else one in this process.
     *
     * @throws InputException if no run was ever made here
     */
    public static Broker any(DataDirectory directory) throws InterruptedException {
        if (!directory.hasLog()) {
            throw new InputException(
                    "%s: no runs here; give the --data-dir that they were made in, or --kafka HOST:PORT"
                            .formatted(directory));
        }
        Instant patience = Instant.now().plus(START);
        while (!directory.tryHold()) {
            Optional<String> address = directory.publishedAddress();
            if (address.isPresent()) {
                return new Broker(directory, null, KafkaSettings.of(address.get()));
            }
            if (Instant.now().isAfter(patience)) {
                throw new InputException("%s: in use, but no broker comes up there; try again".formatted(directory));
            }
            Thread.sleep(200);
        }
        return start(directory);
    }

    private static Broker start(DataDirectory directory) throws InterruptedException {
        Logs.toFile(directory.logFile());
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.start(directory.broker());
        } catch (IOException e) {
            directory.close();
            throw new InputException("%s: no broker can be started there: %s".formatted(directory, e.getMessage()), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
        Broker started = new Broker(directory, broker, broker.settings());
        TopicAdmin.ensure(started.settings, TopicLayout.EMBEDDED);
        directory.publishAddress(broker.bootstrapServers());
        return started;
    }

    /** How to reach it. */
    public KafkaSettings settings() {
        return settings;
    }

    /** Whether it runs in this process. */
    public boolean isOwn() {
        return own != null;
    }

    /** Stops the broker if it is in this process, and lets go of the directory. */
    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
        directory.close();
    }
}
