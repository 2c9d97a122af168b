package io.foldline.kafka.letter;

import io.foldline.checkpoint.InputException;
import io.foldline.event.DeadLetterSettled;
import io.foldline.event.Settlement;
import io.foldline.kafka.EventSender;
import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.log.LogReader;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.schemas.Topics;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dead letters of a cluster as they were when they were read, and what can be done about them. */
public final class DeadLetters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final EventSender sender;
    private final List<Letter> letters;

    private DeadLetters(EventSender sender, List<Letter> letters) {
        this.sender = sender;
        this.letters = letters;
    }

    /**
     * Reads all letters and what became of them.
     *
     * @throws InputException if the cluster cannot be reached
     * @throws IOException if the schema registry cannot be reached
     */
    public static DeadLetters open(KafkaSettings settings) throws IOException {
        EventCodec codec = new EventCodec(settings);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<LetterId, DeadLetterSettled> settled = new HashMap<>();
        Set<String> topics = Set.of(Topics.DEAD_LETTER, Topics.DEAD_LETTER_SETTLED.name());
        try (LogReader reader = LogReader.open(settings, topics, Set.of())) {
            reader.toEnd(record -> {
                if (record.topic().equals(Topics.DEAD_LETTER)) {
                    records.add(record);
                } else {
                    settle(settled, codec, record);
                }
            });
        }
        List<Letter> letters = records.stream()
                .map(record -> new Letter(record, settled.get(new LetterId(record.partition(), record.offset()))))
                .sorted(Comparator.comparing(Letter::at))
                .toList();
        return new DeadLetters(new EventSender(settings, codec, "client"), letters);
    }

    /** Every letter, the oldest first. */
    public List<Letter> all() {
        return letters;
    }

    /** The letters that nobody dealt with, the oldest first. */
    public List<Letter> unsettled() {
        return letters.stream().filter(letter -> letter.settled().isEmpty()).toList();
    }

    /**
     * The letter of this name.
     *
     * @throws InputException if there is none
     */
    public Letter get(LetterId id) {
        return letters.stream()
                .filter(letter -> letter.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "no dead letter %s; 'foldline dead-letters list --settled' lists those there are"
                                .formatted(id)));
    }

    /**
     * Sends a letter to its topic again, key, value and headers as they were. If it is not known afterwards whether it
     * was sent, it counts as not settled: events that come twice do no harm.
     *
     * @throws InputException if it does not say which of Foldline's topics it comes from
     * @throws IOException if it is not known that the broker has it
     */
    public void replay(Letter letter, String reason) throws IOException {
        if (Topics.all().stream().noneMatch(topic -> topic.name().equals(letter.topic()))) {
            throw new InputException(
                    "dead letter %s: expected a topic of Foldline's to send it to, found '%s'; discard it"
                            .formatted(letter.id(), letter.topic()));
        }
        sender.send(letter.original());
        settle(letter, Settlement.REPLAYED, reason);
    }

    /**
     * Records that a letter is not wanted any more.
     *
     * @throws IOException if it is not known that the broker has it
     */
    public void discard(Letter letter, String reason) throws IOException {
        settle(letter, Settlement.DISCARDED, reason);
    }

    @Override
    public void close() {
        sender.close();
    }

    private void settle(Letter letter, Settlement how, String reason) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        sender.send(
                Topics.DEAD_LETTER_SETTLED,
                new DeadLetterSettled(
                        letter.runId(), letter.id().partition(), letter.id().offset(), how, reason, now));
    }

    private static void settle(
            Map<LetterId, DeadLetterSettled> settled, EventCodec codec, ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        try {
            DeadLetterSettled event = codec.decode(Topics.DEAD_LETTER_SETTLED, record.value());
            settled.put(new LetterId(event.getPartition(), event.getOffset()), event);
        } catch (UndecodableException e) {
            LOG.debug("{} offset {} left out", record.topic(), record.offset(), e);
        }
    }
}
