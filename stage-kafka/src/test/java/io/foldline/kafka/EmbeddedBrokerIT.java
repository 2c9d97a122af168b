package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.log.RunLog;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerIT {
    @TempDir
    Path folder;

    @Test
    void refusesAFolderOrAPortThatIsInUse() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll(
                            folder.toString(),
                            "in use by process " + ProcessHandle.current().pid());
            int port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
            assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("other"), port))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void brokersWithoutShareGroupsAreTooOld() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(folder, 0, Map.of(), List.of("--release-version", "4.1-IV1"))) {
            assertThatThrownBy(() -> TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll(broker.bootstrapServers(), "broker too old", "4.2");
        }
    }

    @Test
    void topicsThatDoNotGoTogetherAreRefused() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
            TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED);
            assertThatCode(() -> TopicAdmin.ensure(broker.settings(), new TopicLayout(4, (short) 1)))
                    .as("what is there stays")
                    .doesNotThrowAnyException();
            try (Admin admin = Admin.create(broker.settings().client())) {
                admin.createPartitions(Map.of("foldline.scorer.task.v1", NewPartitions.increaseTo(2)))
                        .all()
                        .get();
                while (partitions(admin, "foldline.scorer.task.v1") < 2) {
                    Thread.sleep(20);
                }
            }
            assertThatThrownBy(() -> TopicAdmin.ensure(broker.settings(), TopicLayout.EMBEDDED))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("same number of partitions", "foldline.scorer.task.v1");
        }
    }

    @Test
    void clustersThatDoNotAnswerAreNamed() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            port = socket.getLocalPort();
        }
        KafkaSettings nobody = KafkaSettings.of("127.0.0.1:" + port);
        assertThatThrownBy(() -> TopicAdmin.ensure(nobody, TopicLayout.EMBEDDED))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("127.0.0.1:" + port);
        assertThatThrownBy(() -> RunLog.open(nobody))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("127.0.0.1:" + port);
        assertThatThrownBy(() -> TopicAdmin.ensure(KafkaSettings.of("no such host"), TopicLayout.EMBEDDED))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such host");
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }
}
