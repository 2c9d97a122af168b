package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in this process, reachable from this machine alone. Its data stay in a folder, so that what was begun
 * goes on after a restart, however the process ended.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** Of a process whose broker cannot write: that of a run that failed for want of resources. */
    private static final int EXIT_STATUS = 4;

    private final KafkaRaftServer server;
    private final FolderLock lock;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, FolderLock lock, int port) {
        this.server = server;
        this.lock = lock;
        this.port = port;
    }

    /** Starts a broker on any free port. */
    public static EmbeddedBroker start(Path folder) throws IOException {
        return start(folder, 0);
    }

    /**
     * Starts a broker.
     *
     * @param folder where its data are kept; created if missing
     * @param port to listen on; 0: any free one
     * @throws InputException if another process uses the folder or the port
     * @throws IOException if the folder cannot be written
     */
    public static EmbeddedBroker start(Path folder, int port) throws IOException {
        return start(folder, port, Map.of(), List.of());
    }

    /**
     * Starts a broker with other properties than usual.
     *
     * @param properties of the broker, on top of the usual ones
     * @param format arguments for the format of a new folder
     * @throws InputException if another process uses the folder or the port
     * @throws IOException if the folder cannot be written
     */
    public static EmbeddedBroker start(Path folder, int port, Map<String, String> properties, List<String> format)
            throws IOException {
        FolderLock lock = FolderLock.acquire(folder);
        try {
            Ports ports = Ports.choose(port);
            Path logs = folder.resolve("kraft").toAbsolutePath();
            Properties all = BrokerProperties.of(logs, ports);
            all.putAll(properties);
            catchExits();
            if (!Files.exists(logs.resolve("meta.properties"))) {
                format(folder, all, format);
            } else if (FormerBroker.wasKilled(logs)) {
                FormerBroker.unregister(all);
            }
            return new EmbeddedBroker(startServer(all), lock, ports.broker());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** {@code host:port} for clients on this machine. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** Settings for clients on this machine. */
    public KafkaSettings settings() {
        return KafkaSettings.of(bootstrapServers());
    }

    /** Stops the broker; the data stay. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }

    private static KafkaRaftServer startServer(Properties properties) {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            server.awaitShutdown();
            throw e;
        }
    }

    private static void catchExits() {
        Exit.setHaltProcedure(EmbeddedBroker::end);
        Exit.setExitProcedure(EmbeddedBroker::end);
    }

    /** A broker that cannot write its data ends its process; by itself it would do so without a word. */
    private static void end(int status, @Nullable String message) {
        String text = "The embedded broker cannot go on" + (message == null ? "" : " (" + message + ")")
                + "; is the disk of the data directory full? What was begun goes on at the next start.";
        LOG.error(text);
        System.err.println(text);
        Runtime.getRuntime().halt(EXIT_STATUS);
    }

    private static void format(Path folder, Properties properties, List<String> extra) throws IOException {
        Path file = folder.resolve("format.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        List<String> arguments = new ArrayList<>(
                List.of("format", "-t", Uuid.randomUuid().toString(), "-c", file.toString(), "--ignore-formatted"));
        arguments.addAll(extra);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = StorageTool.execute(
                arguments.toArray(String[]::new), new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IOException(
                    folder + ": the broker cannot use the folder: " + said.toString(StandardCharsets.UTF_8));
        }
    }
}
