package io.foldline.kafka;

import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeShareGroupsOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who works for a stage, in all processes. */
public final class StageWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(StageWorkers.class);

    private StageWorkers() {}

    /** Number of workers that a stage has now; empty where that cannot be found out, or must not be known. */
    public static OptionalInt count(KafkaSettings settings, String stage) {
        String group = Topics.STAGES.stream()
                .filter(topics -> topics.stage().equals(stage))
                .findFirst()
                .map(StageWorkers::group)
                .orElseThrow(() -> new IllegalArgumentException("no stage is called " + stage));
        try (Admin admin = BrokerCheck.open(settings)) {
            return OptionalInt.of(ShareGroups.members(admin, group, new DescribeShareGroupsOptions()));
        } catch (ExecutionException | KafkaException e) {
            LOG.debug("cannot count the workers of the {}", stage, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return OptionalInt.empty();
    }

    private static String group(StageTopics<?, ?, ?, ?> topics) {
        return StageBinding.of(topics).workers();
    }
}
