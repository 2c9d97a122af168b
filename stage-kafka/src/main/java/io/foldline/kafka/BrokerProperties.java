package io.foldline.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Properties of an embedded broker: one node, small, quick to start and to notice what has died. */
final class BrokerProperties {
    private static final int BROKER_SESSION_MS = 4000;

    private BrokerProperties() {}

    static Properties of(Path logs, Ports ports) {
        Properties p = new Properties();
        node(p, logs, ports);
        oneReplica(p);
        groups(p);
        small(p);
        return p;
    }

    private static void node(Properties p, Path logs, Ports ports) {
        String broker = Ports.LOOPBACK + ":" + ports.broker();
        String controller = Ports.LOOPBACK + ":" + ports.controller();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("listeners", "BROKER://" + broker + ",CONTROLLER://" + controller);
        p.put("advertised.listeners", "BROKER://" + broker);
        p.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "BROKER");
        p.put("controller.listener.names", "CONTROLLER");
        // A static quorum is read from here at every start, so the ports may change.
        p.put("controller.quorum.voters", "1@" + controller);
        p.put("log.dirs", logs.toString());
        p.put("auto.create.topics.enable", "false");
        p.put("log.retention.ms", "-1");
        // Where a former broker stays registered, its session has to end before the new one may register.
        p.put("broker.session.timeout.ms", Integer.toString(BROKER_SESSION_MS));
        p.put("broker.heartbeat.interval.ms", "500");
    }

    private static void oneReplica(Properties p) {
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            p.put(topic + ".replication.factor", "1");
            p.put(topic + ".num.partitions", "1");
        }
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void groups(Properties p) {
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        p.put("group.share.heartbeat.interval.ms", "1000");
        p.put("group.share.min.heartbeat.interval.ms", "1000");
        // A partition may be assigned to workers that were killed and to nobody else, until their sessions end.
        p.put("group.share.min.session.timeout.ms", "1000");
        p.put("group.share.session.timeout.ms", Integer.toString(ShareGroups.TAKE_OVER_MS));
        p.put("group.share.min.record.lock.duration.ms", "1000");
        p.put("group.share.record.lock.duration.ms", Integer.toString(ShareGroups.TAKE_OVER_MS));
        p.put("group.share.max.delivery.count.limit", "25");
        p.put("group.share.assignment.interval.ms", "0");
        p.put("group.share.initialize.retry.interval.ms", "1000");
        // Nobody waits long for the transaction of a process that was killed; but none is aborted while the broker may
        // be without leaders after its start, since it would get no marker (see FormerBroker).
        p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", Integer.toString(2 * BROKER_SESSION_MS));
    }

    private static void small(Properties p) {
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "2");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("log.index.size.max.bytes", "1048576");
    }
}
