package io.foldline.kafka;

import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configuration of the groups of workers on the broker. */
final class ShareGroups {
    private static final Logger LOG = LoggerFactory.getLogger(ShareGroups.class);

    /** Without these, tasks from before the first worker would be lost, and tasks of aborted splits be worked on. */
    private static final Map<String, String> NEEDED =
            Map.of("share.auto.offset.reset", "earliest", "share.isolation.level", "read_committed");

    /** The broker must not drop a task before a worker had the chance to report it as failed. */
    private static final Map<String, String> WANTED =
            Map.of("share.delivery.count.limit", Integer.toString(Deliveries.BROKER_LIMIT));

    private ShareGroups() {}

    static void configure(Admin admin) throws InterruptedException, ExecutionException {
        Map<ConfigResource, Collection<AlterConfigOp>> needed = new LinkedHashMap<>();
        for (StageTopics<?, ?, ?, ?> stage : Topics.STAGES) {
            needed.put(group(stage), set(NEEDED));
        }
        admin.incrementalAlterConfigs(needed).all().get();
        Map<ConfigResource, Collection<AlterConfigOp>> wanted = new LinkedHashMap<>();
        for (StageTopics<?, ?, ?, ?> stage : Topics.STAGES) {
            wanted.put(group(stage), set(WANTED));
        }
        try {
            admin.incrementalAlterConfigs(wanted).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidConfigurationException
                    || e.getCause() instanceof InvalidRequestException)) {
                throw e;
            }
            LOG.debug("the broker does not take {}", WANTED, e);
        }
    }

    private static ConfigResource group(StageTopics<?, ?, ?, ?> stage) {
        return new ConfigResource(
                ConfigResource.Type.GROUP, StageBinding.of(stage).workers());
    }

    private static List<AlterConfigOp> set(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(e ->
                                new AlterConfigOp(new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
                        .toList();
    }
}
