package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.wire.SchemaTopic;
import io.foldline.schemas.Retention;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees to it that a cluster has what the stages need. */
public final class TopicAdmin {
    private static final String DAY_MS = "86400000";
    private static final Duration PROPAGATION = Duration.ofSeconds(20);

    private TopicAdmin() {}

    /**
     * Checks that the cluster is new enough, creates the topics that are missing, configures the share groups, and
     * publishes the schemas of this version. Does nothing that was done before; several processes may do it at the same
     * time. Where all is there, the rights to describe the topics and to read {@link Topics#SCHEMA} are enough.
     *
     * @param layout of topics that are created; existing ones stay as they are
     * @throws InputException if the cluster does not answer, is too old, or has topics that do not go together
     */
    public static void ensure(KafkaSettings settings, TopicLayout layout) throws InterruptedException {
        try (Admin admin = BrokerCheck.open(settings)) {
            BrokerCheck.check(admin, settings);
            boolean fresh = create(admin, layout).contains(Topics.SCHEMA);
            checkPartitions(admin);
            ShareGroups.configure(admin);
            if (fresh) {
                SchemaTopic.publishAll(settings);
            } else {
                SchemaTopic.publish(settings);
            }
        } catch (IOException e) {
            throw new InputException("Kafka at " + settings.bootstrapServers() + ": " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw BrokerCheck.fault(settings, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            throw BrokerCheck.fault(settings, e);
        }
    }

    /** Creates what is missing; names of the topics that were. */
    private static Set<String> create(Admin admin, TopicLayout layout) throws InterruptedException, ExecutionException {
        Set<String> present = admin.listTopics().names().get();
        List<NewTopic> missing = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            missing.add(create(topic.name(), layout, retention(topic.retention())));
        }
        missing.add(create(Topics.DEAD_LETTER, layout, retention(Retention.FOREVER)));
        missing.add(create(Topics.SCHEMA, layout, retention(Retention.COMPACTED)));
        missing.removeIf(topic -> present.contains(topic.name()));
        if (missing.isEmpty()) {
            return Set.of();
        }
        for (Map.Entry<String, KafkaFuture<Void>> created :
                admin.createTopics(missing).values().entrySet()) {
            try {
                created.getValue().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                    throw new InputException(
                            "topic " + created.getKey()
                                    + ": expected on the cluster, found none that this user may see,"
                                    + " nor may it create one; run 'foldline topics' as a user that may, and see"
                                    + " docs/security.md for the rights that each user needs",
                            e);
                }
                // Another process was quicker.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return missing.stream().map(NewTopic::name).collect(Collectors.toSet());
    }

    private static NewTopic create(String name, TopicLayout layout, Map<String, String> config) {
        return new NewTopic(name, layout.partitions(), layout.replicas()).configs(config);
    }

    private static Map<String, String> retention(Retention retention) {
        String size = Integer.toString(Limits.MAX_RECORD_BYTES);
        return switch (retention) {
            case FOREVER -> Map.of("cleanup.policy", "delete", "retention.ms", "-1", "max.message.bytes", size);
            case COMPACTED -> Map.of("cleanup.policy", "compact", "max.message.bytes", size);
            case SHORT -> Map.of("cleanup.policy", "delete", "retention.ms", DAY_MS, "max.message.bytes", size);
        };
    }

    /** Split and gather of a run share their state, so its events must meet in the same partition of every topic. */
    private static void checkPartitions(Admin admin) throws InterruptedException, ExecutionException {
        Set<String> keyedByRun = Topics.all().stream()
                .filter(topic -> topic.retention() == Retention.FOREVER)
                .map(Topic::name)
                .collect(Collectors.toSet());
        Map<Integer, List<String>> byCount = describeAll(admin).stream()
                .filter(topic -> keyedByRun.contains(topic.name()))
                .collect(Collectors.groupingBy(
                        topic -> topic.partitions().size(),
                        TreeMap::new,
                        Collectors.mapping(TopicDescription::name, Collectors.toList())));
        if (byCount.size() > 1) {
            throw new InputException("topics foldline.*: expected the same number of partitions for all, found "
                    + byCount + " by number; recreate those that differ");
        }
    }

    /** A broker may know a topic a moment later than the controller that has just created it. */
    private static Collection<TopicDescription> describeAll(Admin admin)
            throws InterruptedException, ExecutionException {
        List<String> topics = new ArrayList<>(List.of(Topics.DEAD_LETTER, Topics.SCHEMA));
        Topics.all().forEach(topic -> topics.add(topic.name()));
        long end = System.nanoTime() + PROPAGATION.toNanos();
        while (true) {
            try {
                return admin.describeTopics(topics).allTopicNames().get().values();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }
}
