package io.foldline.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker of the same folder that was killed. The controller takes it for alive until its session ends, and a new one
 * that starts within that time acts upon what the old one led: it aborts transactions whose partitions lose their leader
 * right then and get no marker (KAFKA-20734), and gives up loading groups. So the old one is unregistered first, by a
 * controller alone; and the new one need not wait for the end of a session.
 */
final class FormerBroker {
    private static final Logger LOG = LoggerFactory.getLogger(FormerBroker.class);
    private static final int NODE = 1;
    private static final String VOTER = NODE + "@";
    private static final String TIMEOUT_MS = "10000";

    private FormerBroker() {}

    /** Whether the broker of a folder, which was formatted before, ended otherwise than by itself. */
    static boolean wasKilled(Path logs) {
        return !Files.exists(logs.resolve(".kafka_cleanshutdown"));
    }

    /**
     * Makes the controller forget it. If that fails, the new one waits for the end of its session.
     *
     * @param properties of the node with both roles
     */
    static void unregister(Properties properties) {
        String address = properties.getProperty("controller.quorum.voters").substring(VOTER.length());
        KafkaRaftServer controller =
                new KafkaRaftServer(KafkaConfig.fromProps(alone(properties, address), false), Time.SYSTEM);
        try {
            controller.startup();
            try (Admin admin = Admin.create(Map.of(
                    "bootstrap.controllers",
                    address,
                    "request.timeout.ms",
                    TIMEOUT_MS,
                    "default.api.timeout.ms",
                    TIMEOUT_MS))) {
                admin.unregisterBroker(NODE).all().get();
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
                LOG.warn("the broker that was killed stays registered until its session ends", e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            controller.shutdown();
            controller.awaitShutdown();
        }
    }

    private static Properties alone(Properties properties, String address) {
        Properties alone = new Properties();
        alone.putAll(properties);
        alone.put("process.roles", "controller");
        alone.put("listeners", "CONTROLLER://" + address);
        for (String broker : List.of("advertised.listeners", "inter.broker.listener.name")) {
            alone.remove(broker);
        }
        return alone;
    }
}
