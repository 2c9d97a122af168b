package io.foldline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.foldline.event.DeadLetterSettled;
import io.foldline.event.Settlement;
import io.foldline.kafka.letter.DeadLetters;
import io.foldline.kafka.letter.Letter;
import io.foldline.kafka.letter.LetterReader;
import io.foldline.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that the scorer cannot read, and what is done about them. */
@Timeout(120)
class DeadLettersIT {
    private static final byte[] KEY = "run-1".getBytes(StandardCharsets.UTF_8);
    private static final List<Header> HEADERS = List.of(
            new RecordHeader("ce_subject", KEY),
            new RecordHeader("foreign", new byte[] {0, -1, 2}),
            new RecordHeader("foreign", new byte[] {3}));

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private KafkaSettings settings;
    private RawSender sender;
    private StageService service;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"));
        settings = broker.settings();
        TopicAdmin.ensure(settings, TopicLayout.EMBEDDED);
        sender = new RawSender(settings);
        service = new Services(settings, folder).scorer((task, request, context) -> {}, 1);
    }

    @AfterEach
    void stop() {
        service.close();
        sender.close();
        broker.close();
    }

    @Test
    void damagedRecordsAreListedAndDiscarded() throws Exception {
        byte[] damaged = "not Avro at all".getBytes(StandardCharsets.UTF_8);
        send(damaged);

        Letter letter = awaitLetters(1).get(0);
        assertThat(letter.topic()).isEqualTo(Topics.RUN_REQUESTED.name());
        assertThat(letter.stage()).isEqualTo("scorer");
        assertThat(letter.runId()).isEqualTo("run-1");
        assertThat(letter.error()).contains("15 bytes of something else");
        assertThat(letter.value()).isEqualTo(damaged);
        LetterReader reader = new LetterReader(settings);
        assertThat(reader.fault(letter)).contains(letter.error());
        assertThat(reader.json(letter)).isEmpty();

        try (DeadLetters letters = DeadLetters.open(settings)) {
            letters.discard(letters.get(letter.id()), "nobody misses it");
        }
        try (DeadLetters letters = DeadLetters.open(settings)) {
            assertThat(letters.unsettled()).isEmpty();
            assertThat(letters.get(letter.id()).settled().map(DeadLetterSettled::getSettlement))
                    .contains(Settlement.DISCARDED);
        }
    }

    @Test
    void recordsOfAVersionWhoseSchemaComesLateAreReplayed() throws Exception {
        Schema later = OtherVersion.later(Topics.RUN_REQUESTED);
        byte[] value = OtherVersion.encode(OtherVersion.convert(Toy.request("run-1", 2, "toy"), later));
        send(value);

        Letter letter = awaitLetters(1).get(0);
        assertThat(letter.error()).contains("no known version", Topics.SCHEMA);
        assertThat(new LetterReader(settings).fault(letter)).isPresent();

        sender.send(OtherVersion.publication(later));
        LetterReader reader = new LetterReader(settings);
        assertThat(reader.fault(letter)).isEmpty();
        assertThat(reader.json(letter))
                .hasValueSatisfying(json ->
                        assertThat(json).contains("\"runId\" : \"run-1\"", "\"addedLater\" : \"by a later version\""));
        // The service looks for a schema that it missed again after a while, so one replay may come too early.
        while (new Records(settings).of(Topics.SCORER.completed()).isEmpty()) {
            replayAll();
            Thread.sleep(200);
        }

        List<ConsumerRecord<byte[], byte[]>> requests = new Records(settings).raw(Topics.RUN_REQUESTED.name());
        assertThat(requests).hasSizeGreaterThan(1).allSatisfy(request -> {
            assertThat(request.key()).isEqualTo(KEY);
            assertThat(request.value()).isEqualTo(value);
            assertThat(List.of(request.headers().toArray())).isEqualTo(HEADERS);
        });
        try (DeadLetters letters = DeadLetters.open(settings)) {
            assertThat(letters.all())
                    .allSatisfy(each -> assertThat(each.settled().map(DeadLetterSettled::getSettlement))
                            .contains(Settlement.REPLAYED));
        }
        assertThat(new Records(settings).of(Topics.SCORER.completed())).hasSize(1);
    }

    private void send(byte[] value) throws IOException {
        sender.send(new ProducerRecord<>(Topics.RUN_REQUESTED.name(), null, KEY, value, HEADERS));
    }

    private void replayAll() throws IOException {
        try (DeadLetters letters = DeadLetters.open(settings)) {
            for (Letter letter : letters.unsettled()) {
                letters.replay(letter, "the schema is there");
            }
        }
    }

    private List<Letter> awaitLetters(int count) throws Exception {
        while (true) {
            try (DeadLetters letters = DeadLetters.open(settings)) {
                if (letters.unsettled().size() >= count) {
                    return letters.unsettled();
                }
            }
            assertThat(service.failure()).isEmpty();
            Thread.sleep(100);
        }
    }
}
