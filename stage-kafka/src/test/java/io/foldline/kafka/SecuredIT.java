package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import io.foldline.event.ModelEvaluated;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunListener;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.kafka.wire.Example;
import io.foldline.schemas.StageTopics;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The set-up of {@code docs/security.md}: everybody can do what is theirs, and nothing else. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredIT {
    @TempDir
    static Path folder;

    private static SecuredBroker broker;
    private static LogFile log;

    @BeforeAll
    static void start() throws Exception {
        log = LogFile.open(folder.resolve("foldline.log"));
        broker = SecuredBroker.start(
                folder,
                "admin",
                "scorer",
                "calibrator",
                "solver",
                "merger",
                "evaluator",
                "client",
                "viewer",
                "registry");
    }

    @AfterAll
    static void stop() {
        broker.close();
        log.close();
    }

    @Test
    @Order(1)
    void servicesCannotCreateTheTopics() {
        assertThatThrownBy(() -> TopicAdmin.ensure(broker.settings("scorer"), TopicLayout.EMBEDDED))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("topic foldline.", "foldline topics", "docs/security.md");
    }

    @Test
    @Order(2)
    void aRunPassesWithTheRightsOfTheDocument() throws Exception {
        TopicAdmin.ensure(broker.settings("admin"), TopicLayout.EMBEDDED);
        TopicAdmin.ensure(broker.settings("client"), TopicLayout.EMBEDDED);
        try (Resources services = new Resources()) {
            for (StageTopics<?, ?, ?, ?> stage : Topics.STAGES) {
                services.add(service(stage.stage(), broker.settings(stage.stage())));
            }
            try (RunLog log = RunLog.open(broker.settings("viewer"));
                    RunClient client = RunClient.open(broker.settings("client"))) {
                client.submit(Toy.request("run-1", 2, "toy"));
                assertThat(log.follow("run-1", RunListener.NONE).status()).isEqualTo(RunStatus.COMPLETED);
                client.submit(Toy.request("run-2", 1, "refused by split"));
                assertThat(log.follow("run-2", RunListener.NONE).status()).isEqualTo(RunStatus.FAILED);
                client.submit(Toy.request("run-3", 1, "toy"));
                client.cancel("run-3", "test");
                assertThat(log.follow("run-3", RunListener.NONE).status().ended())
                        .isTrue();
            }
        }
        assertThat(publishedModels()).isPositive();
    }

    @Test
    @Order(3)
    void whoMayOnlyWatchCannotSubmit() throws IOException {
        try (RunClient client = RunClient.open(broker.settings("viewer"))) {
            assertThatThrownBy(() -> client.submit(Toy.request("run-4", 1, "toy")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("cannot write foldline.run.requested.v1", "right", "docs/security.md");
        }
    }

    @Test
    @Order(3)
    void noServiceSpeaksForAnother() throws IOException {
        KafkaSettings scorer = broker.settings("scorer");
        try (EventSender sender = new EventSender(scorer, new EventCodec(scorer), "scorer")) {
            assertThatThrownBy(() -> sender.send(Topics.EVALUATOR.completed(), Example.of(ModelEvaluated.class)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cannot write foldline.evaluator.completed.v1");
        }
    }

    @Test
    @Order(3)
    void aServiceWithoutRightsStopsAndSaysWhichIsMissing() throws Exception {
        try (StageService service = service("scorer", broker.settings("viewer"))) {
            assertThatThrownBy(() -> service.awaitRunning(Services.PATIENCE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("cannot serve the stage scorer", "foldline-scorer");
        }
    }

    @Test
    @Order(3)
    void wrongPasswordsAndUnknownCertificatesAreNamed() throws IOException {
        KafkaSettings wrong = broker.settings("client", "not-the-password");
        for (Client client : List.<Client>of(
                settings -> TopicAdmin.ensure(settings, TopicLayout.EMBEDDED), settings -> RunLog.open(settings))) {
            assertThatThrownBy(() -> client.use(wrong))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("does not accept user and password", "sasl.*")
                    .hasMessageNotContaining("not-the-password");
            assertThatThrownBy(() -> client.use(without(broker.settings("client"), "ssl.truststore.")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("certificates do not fit", "certification path", "ssl.truststore");
            assertThatThrownBy(() -> client.use(with(broker.settings("client"), "ssl.truststore.location", "/absent")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContainingAll("client properties", "/absent");
        }
    }

    @Test
    @Order(4)
    void noPasswordIsWrittenAnywhere() throws IOException {
        assertThat(log.text()).contains("ConsumerConfig", "run-2 failed", "cannot serve the stage scorer");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .filteredOn(file -> !file.toString().endsWith(".passwords"))
                    // The test itself gives the broker its own password there.
                    .filteredOn(file -> !file.endsWith("kafka/format.properties"))
                    .isNotEmpty()
                    // Latin 1 keeps every byte, so that text is found between bytes that are none.
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(SecuredBroker.PLANTED));
        }
    }

    private interface Client {
        void use(KafkaSettings settings) throws Exception;
    }

    private static StageService service(String stage, KafkaSettings settings) throws IOException {
        Services services = new Services(settings, folder);
        return switch (stage) {
            case "scorer" -> toy(services, Topics.SCORER);
            case "calibrator" -> toy(services, Topics.CALIBRATOR);
            case "solver" -> toy(services, Topics.SOLVER);
            case "merger" -> toy(services, Topics.MERGER);
            default -> services.start(StageBinding.last(Topics.EVALUATOR), new Toy<>(Topics.EVALUATOR), 1);
        };
    }

    private static <
                    I extends SpecificRecord,
                    T extends SpecificRecord,
                    R extends SpecificRecord,
                    O extends SpecificRecord>
            StageService toy(Services services, StageTopics<I, T, R, O> topics) throws IOException {
        return services.start(StageBinding.of(topics), new Toy<>(topics), 1);
    }

    /** A foreign consumer with a group of its own. */
    private static int publishedModels() throws IOException {
        Map<String, Object> config = broker.settings("registry").client();
        config.put("group.id", "registry");
        config.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.MODEL_PUBLISHED.name(), Topics.RUN_COMPLETED.name()));
            int found = 0;
            while (found == 0) {
                found = consumer.poll(Duration.ofMillis(200)).count();
            }
            return found;
        }
    }

    private static KafkaSettings with(KafkaSettings settings, String name, String value) {
        Map<String, String> properties = new HashMap<>(settings.properties());
        properties.put(name, value);
        return new KafkaSettings(settings.bootstrapServers(), properties, null);
    }

    private static KafkaSettings without(KafkaSettings settings, String prefix) {
        Map<String, String> properties = new HashMap<>(settings.properties());
        properties.keySet().removeIf(name -> name.startsWith(prefix));
        return new KafkaSettings(settings.bootstrapServers(), properties, null);
    }
}
