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
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configuration of the groups of workers on the broker. */
final class ShareGroups {
    private static final Logger LOG = LoggerFactory.getLogger(ShareGroups.class);

    /** What a worker held is taken over within ten seconds of its death. */
    static final int TAKE_OVER_MS = 8000;

    /** Without these, tasks from before the first worker would be lost, and tasks of aborted splits be worked on. */
    private static final Map<String, String> NEEDED =
            Map.of("share.auto.offset.reset", "earliest", "share.isolation.level", "read_committed");

    /** What a group works without, only not as well. */
    private static final List<Wanted> WANTED = List.of(
            // The broker must not drop a task before a worker had the chance to report it as failed.
            new Wanted("share.delivery.count.limit", Deliveries.BROKER_LIMIT, false),
            // The task of a worker that died goes to another one when its lock ends;
            new Wanted("share.record.lock.duration.ms", TAKE_OVER_MS, true),
            // and a partition that only dead workers were given goes to others when their sessions end.
            new Wanted("share.session.timeout.ms", TAKE_OVER_MS, true));

    /** @param orLess whether a smaller value is left as it is */
    private record Wanted(String name, int value, boolean orLess) {
        boolean isMetBy(@Nullable ConfigEntry entry) {
            if (entry == null || entry.value() == null || !entry.value().matches("\\d{1,9}")) {
                return false;
            }
            int found = Integer.parseInt(entry.value());
            return found == value || (orLess && found < value);
        }
    }

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
        for (Wanted wanted : WANTED) {
            setIfPossible(admin, found, wanted);
        }
    }

    private static void setIfPossible(Admin admin, Map<ConfigResource, Config> found, Wanted wanted)
            throws InterruptedException, ExecutionException {
        Map<ConfigResource, Config> unmet = new LinkedHashMap<>(found);
        unmet.values().removeIf(config -> wanted.isMetBy(config.get(wanted.name())));
        try {
            set(admin, unmet, Map.of(wanted.name(), Integer.toString(wanted.value())));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InvalidConfigurationException
                    || e.getCause() instanceof InvalidRequestException)) {
                throw e;
            }
            LOG.info(
                    "the brokers do not take {}={} for groups of workers: {}; what the brokers say holds, and the tasks"
                            + " of workers that die may wait for longer than ten seconds",
                    wanted.name(),
                    wanted.value(),
                    e.getCause().getMessage());
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

    /**
     * Number of workers in a group; 0 where the group does not exist yet.
     *
     * @throws ExecutionException if the cluster does not say
     */
    static int members(Admin admin, String group, DescribeShareGroupsOptions options)
            throws InterruptedException, ExecutionException {
        try {
            return admin.describeShareGroups(List.of(group), options).all().get().values().stream()
                    .mapToInt(description -> description.members().size())
                    .sum();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return 0;
            }
            throw e;
        }
    }

    private static ConfigResource group(StageTopics<?, ?, ?, ?> stage) {
        return new ConfigResource(
                ConfigResource.Type.GROUP, StageBinding.of(stage).workers());
    }
}
