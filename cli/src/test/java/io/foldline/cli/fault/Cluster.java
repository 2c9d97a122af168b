package io.foldline.cli.fault;

import io.foldline.cli.fault.Proxy.Network;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.TopicAdmin;
import io.foldline.kafka.TopicLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A broker and workers, each in a process of its own, with a proxy between every worker and the broker. */
final class Cluster implements AutoCloseable {
    static final int WORKERS = 2;

    /** Split and gather of a stage are shared out among the workers. */
    private static final TopicLayout LAYOUT = new TopicLayout(2, (short) 1);

    private final Path folder;
    private final KafkaSettings settings;
    private final List<Proxy> networks = new ArrayList<>();
    private final Service broker;
    private final List<Service> workers = new ArrayList<>();

    private Cluster(Path folder, Addresses addresses, Service broker) {
        this.folder = folder;
        this.settings = KafkaSettings.of(Addresses.at(addresses.broker()));
        this.broker = broker;
    }

    /** Starts everything and waits until it runs. */
    static Cluster start(Path folder) throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Addresses addresses = Addresses.choose(WORKERS);
        Service broker = Service.start(
                logs,
                "broker",
                FaultBroker.READY,
                FaultBroker.class,
                FaultBroker.arguments(folder.resolve("broker"), addresses));
        Cluster cluster = new Cluster(folder, addresses, broker);
        try {
            cluster.startWorkers(logs, addresses);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private void startWorkers(Path logs, Addresses addresses) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("out"));
        store(StoreMode.WELL);
        broker.awaitReady();
        Patience.with(() -> {
            TopicAdmin.ensure(settings, LAYOUT);
            return settings;
        });
        for (int i = 0; i < WORKERS; i++) {
            networks.add(
                    Proxy.start(addresses.proxies().get(i), addresses.behind().get(i)));
            workers.add(Service.start(
                    logs,
                    "worker-" + i,
                    FaultWorker.READY,
                    FaultWorker.class,
                    Addresses.at(addresses.proxies().get(i)),
                    folder.resolve("state-" + i),
                    artifacts(),
                    mode()));
        }
        heal();
    }

    /** Makes everything well, and waits until it runs. */
    void heal() throws IOException, InterruptedException {
        store(StoreMode.WELL);
        networks.forEach(network -> network.set(Network.OPEN));
        broker.awaitReady();
        for (Service worker : workers) {
            worker.awaitReady();
        }
    }

    /** How to reach the broker without a proxy. */
    KafkaSettings settings() {
        return settings;
    }

    Service broker() {
        return broker;
    }

    Service worker(int i) {
        return workers.get(i);
    }

    /** Between a worker and the broker. */
    Proxy network(int worker) {
        return networks.get(worker);
    }

    /** Every process. */
    List<Service> processes() {
        return Stream.concat(Stream.of(broker), workers.stream()).toList();
    }

    void store(StoreMode mode) throws IOException {
        mode.write(mode());
    }

    /** The checkpoint of a run. */
    Path output(String runId) {
        return folder.resolve("out").resolve(runId).toAbsolutePath();
    }

    Path artifacts() {
        return folder.resolve("artifacts").toAbsolutePath();
    }

    private Path mode() {
        return folder.resolve("store-mode").toAbsolutePath();
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Service process : processes()) {
            process.kill();
        }
        for (Proxy network : networks) {
            network.close();
        }
    }
}
