package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.RunCompleted;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** A cluster of three brokers loses one in the middle of a run: that run and the next complete, once. */
final class LostBroker {
    private static final int BROKERS = 3;
    private static final int TASKS = 4;

    private LostBroker() {}

    /** Ends a broker without a warning. */
    interface Kill {
        void one() throws Exception;
    }

    static void survive(KafkaSettings settings, Path folder, Kill kill) throws Exception {
        awaitBrokers(settings);
        TopicAdmin.ensure(settings, TopicLayout.CLUSTER);
        assertThat(copies(settings)).containsExactly(BROKERS);
        Behaviour behaviour = new Behaviour(folder);
        Services toys = new Services(settings, folder);
        try (Resources services = new Resources();
                RunLog log = RunLog.open(settings);
                RunClient client = RunClient.open(settings)) {
            services.add(toys.scorer(behaviour, 2));
            toys.afterScorer().forEach(services::add);
            client.submit(Toy.request("run-1", TASKS, "hang at the last"));
            behaviour.awaitHanging("run-1", TASKS - 1);
            kill.one();
            behaviour.release();
            assertThat(log.follow("run-1", RunListener.NONE).status()).isEqualTo(RunStatus.COMPLETED);
            client.submit(Toy.request("run-2", TASKS, "toy"));
            assertThat(log.follow("run-2", RunListener.NONE).status()).isEqualTo(RunStatus.COMPLETED);
        }
        Records records = new Records(settings);
        assertThat(records.of(Topics.RUN_COMPLETED))
                .extracting(RunCompleted::getRunId)
                .containsExactlyInAnyOrder("run-1", "run-2");
        assertThat(records.raw(Topics.SCORER.completed().name())).hasSize(2);
        assertThat(records.raw(Topics.EVALUATOR.completed().name())).hasSize(2);
    }

    /** A node listens before it belongs to the cluster. */
    private static void awaitBrokers(KafkaSettings settings) throws Exception {
        try (Admin admin = Admin.create(settings.client())) {
            while (admin.describeCluster().nodes().get().size() < BROKERS) {
                Thread.sleep(100);
            }
        }
    }

    /** How many copies the partitions of the topics have. */
    private static Set<Integer> copies(KafkaSettings settings) throws Exception {
        List<String> topics = Topics.all().stream().map(Topic::name).toList();
        try (Admin admin = Admin.create(settings.client())) {
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .map(TopicDescription::partitions)
                    .flatMap(List::stream)
                    .map(partition -> partition.replicas().size())
                    .collect(Collectors.toSet());
        }
    }
}
