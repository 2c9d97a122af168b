package io.foldline.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/** A cluster of three nodes, each broker and controller in a process of its own. */
final class ThreeBrokers implements AutoCloseable {
    private static final int NODES = 3;

    private final List<Process> nodes;
    private final List<Ports> ports;

    private ThreeBrokers(List<Process> nodes, List<Ports> ports) {
        this.nodes = nodes;
        this.ports = ports;
    }

    static ThreeBrokers start(Path folder) throws IOException {
        List<Ports> ports = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            ports.add(Ports.choose(0));
        }
        String cluster = Uuid.randomUuid().toString();
        ThreeBrokers brokers = new ThreeBrokers(new ArrayList<>(), ports);
        for (int id = 1; id <= NODES; id++) {
            brokers.nodes.add(process(folder.resolve("node" + id), id, cluster, ports));
        }
        return brokers;
    }

    KafkaSettings settings() {
        return KafkaSettings.of(
                ports.stream().map(node -> address(node.broker())).collect(Collectors.joining(",")));
    }

    /** Ends the last node at once. */
    void killOne() throws InterruptedException {
        nodes.get(NODES - 1).destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        nodes.forEach(Process::destroyForcibly);
    }

    private static EmbeddedBroker node(Path folder, int id, String cluster, List<Ports> ports) throws IOException {
        Ports mine = ports.get(id - 1);
        Map<String, String> p = new HashMap<>();
        p.put("node.id", Integer.toString(id));
        p.put("listeners", "BROKER://" + address(mine.broker()) + ",CONTROLLER://" + address(mine.controller()));
        p.put("advertised.listeners", "BROKER://" + address(mine.broker()));
        List<String> voters = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            voters.add((i + 1) + "@" + address(ports.get(i).controller()));
        }
        p.put("controller.quorum.voters", String.join(",", voters));
        p.put("default.replication.factor", "3");
        p.put("min.insync.replicas", "2");
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            p.put(topic + ".replication.factor", "3");
        }
        p.put("transaction.state.log.min.isr", "2");
        p.put("share.coordinator.state.topic.min.isr", "2");
        return EmbeddedBroker.start(folder, mine.broker(), p, List.of("-t", cluster));
    }

    private static String address(int port) {
        return Ports.LOOPBACK + ":" + port;
    }

    private static Process process(Path folder, int id, String cluster, List<Ports> ports) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ThreeBrokers.class.getName(),
                folder.toString(),
                Integer.toString(id),
                cluster));
        for (Ports node : ports) {
            command.add(Integer.toString(node.broker()));
            command.add(Integer.toString(node.controller()));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of(folder + ".log").toFile())
                .start();
    }

    /** A node: its folder, its id, id of the cluster, broker and controller port of each node. */
    public static void main(String[] arguments) throws Exception {
        List<Ports> ports = new ArrayList<>();
        for (int i = 3; i < arguments.length; i += 2) {
            ports.add(new Ports(Integer.parseInt(arguments[i]), Integer.parseInt(arguments[i + 1])));
        }
        node(Path.of(arguments[0]), Integer.parseInt(arguments[1]), arguments[2], ports);
        Thread.currentThread().join();
    }
}
