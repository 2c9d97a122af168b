package io.foldline.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/** Brokers of the Apache project's own image, each node broker and controller. */
final class BrokerContainers implements AutoCloseable {
    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final int CONTROLLER_PORT = 9094;

    private final Network network = Network.newNetwork();
    private final List<KafkaContainer> nodes = new ArrayList<>();

    private BrokerContainers() {}

    /** Starts a cluster whose topics have a copy on every node; with three nodes, it stands the loss of one. */
    static BrokerContainers start(int count) {
        BrokerContainers containers = new BrokerContainers();
        String voters = IntStream.rangeClosed(1, count)
                .mapToObj(id -> "%d@node-%d:%d".formatted(id, id, CONTROLLER_PORT))
                .collect(Collectors.joining(","));
        String cluster = Uuid.randomUuid().toString();
        for (int id = 1; id <= count; id++) {
            containers.nodes.add(containers.node(id, count, cluster, voters));
        }
        try {
            // No node is ready before a majority of them is there.
            Startables.deepStart(containers.nodes).join();
            return containers;
        } catch (RuntimeException e) {
            containers.close();
            throw e;
        }
    }

    KafkaSettings settings() {
        return KafkaSettings.of(
                nodes.stream().map(KafkaContainer::getBootstrapServers).collect(Collectors.joining(",")));
    }

    /** Ends the last node at once. */
    void killOne() {
        KafkaContainer last = nodes.get(nodes.size() - 1);
        last.getDockerClient().killContainerCmd(last.getContainerId()).exec();
    }

    @Override
    public void close() {
        nodes.forEach(KafkaContainer::stop);
        network.close();
    }

    private KafkaContainer node(int id, int count, String cluster, String voters) {
        String copies = Integer.toString(count);
        String inSync = Integer.toString(count / 2 + 1);
        return new KafkaContainer(IMAGE)
                .withNetwork(network)
                .withNetworkAliases("node-" + id)
                .withEnv("CLUSTER_ID", cluster)
                .withEnv("KAFKA_NODE_ID", Integer.toString(id))
                .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", voters)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_DEFAULT_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_MIN_INSYNC_REPLICAS", inSync)
                .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", inSync)
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", inSync);
    }
}
