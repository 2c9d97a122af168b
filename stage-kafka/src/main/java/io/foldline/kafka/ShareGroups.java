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
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.jspecify.annotations.Nullable;
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

    /** Sets what is not set yet; a client that may not see the configuration leaves it to others. */
    static void configure(Admin admin) throws InterruptedException, ExecutionException {
        Map<ConfigResource, Config> found;
        try {
            found = admin.describeConfigs(
                            Topics.STAGES.stream().map(ShareGroups::group).toList())
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.debug("the configuration of the share groups cannot be seen", e);
                return;
            }
            throw e;
        }
        set(admin, found, NEEDED);
        try {
            set(admin, found, WANTED);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidConfigurationException
                    || e.getCause() instanceof InvalidRequestException)) {
                throw e;
            }
            LOG.debug("the broker does not take {}", WANTED, e);
        }
    }

    private static void set(Admin admin, Map<ConfigResource, Config> found, Map<String, String> values)
            throws InterruptedException, ExecutionException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
        found.forEach((group, config) -> {
            List<AlterConfigOp> operations = new TreeMap<>(values)
                    .entrySet().stream()
                            .filter(e -> !isSet(config.get(e.getKey()), e.getValue()))
                            .map(e -> new AlterConfigOp(
                                    new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
                            .toList();
            if (!operations.isEmpty()) {
                changes.put(group, operations);
            }
        });
        if (!changes.isEmpty()) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private static boolean isSet(@Nullable ConfigEntry entry, String value) {
        return entry != null && value.equals(entry.value());
    }

    private static ConfigResource group(StageTopics<?, ?, ?, ?> stage) {
        return new ConfigResource(
                ConfigResource.Type.GROUP, StageBinding.of(stage).workers());
    }
}
