package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.schemas.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** The pipeline on brokers as they are shipped, in containers. */
@Timeout(300)
class KafkaContainerIT {
    @TempDir
    Path folder;

    @BeforeAll
    static void dockerIsThere() {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "needs Docker");
    }

    @Test
    void runsPassAllStages() throws Exception {
        try (BrokerContainers brokers = BrokerContainers.start(1)) {
            KafkaSettings settings = brokers.settings();
            TopicAdmin.ensure(settings, TopicLayout.CLUSTER);
            try (Resources services = new Resources();
                    RunLog log = RunLog.open(settings);
                    RunClient client = RunClient.open(settings)) {
                new Services(settings, folder).all().forEach(services::add);
                client.submit(Toy.request("run-1", 3, "toy"));
                assertThat(log.follow("run-1", RunListener.NONE).status()).isEqualTo(RunStatus.COMPLETED);
                client.submit(Toy.request("run-2", 3, "refused by split"));
                assertThat(log.follow("run-2", RunListener.NONE).status()).isEqualTo(RunStatus.FAILED);
            }
            assertThat(new Records(settings).of(Topics.MODEL_PUBLISHED)).hasSize(1);
        }
    }

    @Test
    void runsSurviveTheLossOfABroker() throws Exception {
        try (BrokerContainers brokers = BrokerContainers.start(3)) {
            LostBroker.survive(brokers.settings(), folder, brokers::killOne);
        }
    }
}
