package io.foldline.kafka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.event.Progress;
import io.foldline.event.RunRequested;
import io.foldline.kafka.KafkaSettings;
import io.foldline.schemas.Topic;
import io.foldline.schemas.Topics;
import io.foldline.stage.UndecodableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
    private final EventCodec plain = new EventCodec(KafkaSettings.of("nowhere:1"), SchemaSource.NONE);
    private TinyRegistry registry;
    private EventCodec registered;

    @BeforeEach
    void open() throws IOException {
        registry = new TinyRegistry();
        registered = new EventCodec(registry.settings("nowhere:1"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    static Stream<Topic<?>> topics() {
        return Topics.all().stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyTypeComesBackInBothFormats(Topic<?> topic) throws IOException {
        comesBack(topic);
    }

    private <T extends SpecificRecord> void comesBack(Topic<T> topic) throws IOException {
        T example = Example.of(topic.type());
        byte[] single = plain.encode(topic, example);
        byte[] confluent = registered.encode(topic, example);

        assertThat(single).startsWith(0xC3, 0x01);
        assertThat(confluent).startsWith(0, 0, 0, 0);
        assertThat(plain.decode(topic, single)).isEqualTo(example);
        assertThat(registered.decode(topic, single)).isEqualTo(example);
        assertThat(registered.decode(topic, confluent)).isEqualTo(example);
        assertThat(registry.subjects()).containsExactly(topic.name() + "-value");
    }

    @Test
    void asksTheRegistryOnce() throws IOException {
        for (int i = 0; i < 10; i++) {
            RunRequested example = Example.of(RunRequested.class);
            registered.decode(Topics.RUN_REQUESTED, registered.encode(Topics.RUN_REQUESTED, example));
        }
        assertThat(registry.calls()).isEqualTo(2);
    }

    @Test
    void readsWhatOtherVersionsOfASchemaWrote() throws IOException {
        Schema other = SchemaBuilder.record("RunCancelled")
                .namespace("io.foldline.event")
                .fields()
                .requiredString("runId")
                .requiredString("addedLater")
                .requiredString("reason")
                .name("cancelledAt")
                .type(timestamp())
                .noDefault()
                .endRecord();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5)
                .putInt(1, registry.add("elsewhere", other.toString()))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<>(other)
                .write(
                        new GenericRecordBuilder(other)
                                .set("runId", "run-1")
                                .set("addedLater", "x")
                                .set("reason", "why")
                                .set("cancelledAt", 0L)
                                .build(),
                        encoder);

        assertThat(registered.decode(Topics.RUN_CANCELLED, out.toByteArray()).getCancelledAt())
                .isEqualTo(Instant.EPOCH);
    }

    private static Schema timestamp() {
        return new Schema.Parser().parse("{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}");
    }

    @Test
    void whetherThereIsASchemaIsUnknownWhileNobodyAnswers() {
        SchemaSource away = fingerprint -> {
            throw new IOException("nobody answers");
        };
        EventCodec codec = new EventCodec(KafkaSettings.of("nowhere:1"), away);
        byte[] bytes = {(byte) 0xC3, 1, 1, 2, 3, 4, 5, 6, 7, 8};

        assertThatThrownBy(() -> codec.decode(Topics.RUN_REQUESTED, bytes))
                .isInstanceOf(IOException.class)
                .hasMessage("nobody answers");
    }

    @Test
    void tellsWhatIsWrong() {
        assertUndecodable(plain, null, "found none");
        assertUndecodable(plain, new byte[] {1, 2}, "2 bytes of something else");
        assertUndecodable(plain, new byte[] {0, 0, 0, 0, 1, 1}, KafkaSettings.SCHEMA_REGISTRY);
        assertUndecodable(plain, new byte[] {(byte) 0xC3, 1, 1, 2, 3, 4, 5, 6, 7, 8}, "fingerprint 0807060504030201");
        assertUndecodable(registered, new byte[] {0, 0, 0, 0, 99, 1}, "no schema with the id 99");
    }

    @Test
    void aRegistryThatIsAwayIsAPassingFault() throws IOException {
        byte[] bytes = registered.encode(Topics.PROGRESS, Example.of(Progress.class));
        registry.fallIll();
        EventCodec other = new EventCodec(registry.settings("nowhere:1"));

        assertThatThrownBy(() -> other.decode(Topics.PROGRESS, bytes)).isInstanceOf(IOException.class);
        registry.close();
        assertThatThrownBy(() -> other.encode(Topics.PROGRESS, Example.of(Progress.class)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is it running?");
    }

    @Test
    void damagedRecordsAreUndecodableAndNothingElse() throws IOException {
        byte[] good = plain.encode(Topics.RUN_REQUESTED, Example.of(RunRequested.class));
        long seed = 42;
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bad = good.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                plain.decode(Topics.RUN_REQUESTED, bad);
            } catch (UndecodableException e) {
                refused++;
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", round " + i, e);
            }
        }
        assertThat(refused).isPositive();
    }

    private static void assertUndecodable(EventCodec codec, byte @Nullable [] bytes, String message) {
        assertThatThrownBy(() -> codec.decode(Topics.RUN_REQUESTED, bytes))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining(message);
    }
}
