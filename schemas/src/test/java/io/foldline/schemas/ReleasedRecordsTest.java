package io.foldline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that released versions wrote, read with today's classes. */
class ReleasedRecordsTest {
    static Stream<Arguments> records() {
        return Baseline.VERSIONS.stream()
                .flatMap(version -> Topics.all().stream()
                        .filter(topic -> Baseline.of(topic, version).isPresent())
                        .map(topic -> Arguments.of(version, topic)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyFieldIsReadAsItWasWritten(int version, Topic<?> topic) throws IOException {
        Schema old = Baseline.of(topic, version).orElseThrow();
        byte[] bytes = ReleasedRecords.read(version, old);
        GenericRecord written = new BinaryMessageDecoder<GenericRecord>(new GenericData(), old).decode(bytes);

        same(topic.name(), written, read(topic, bytes));
    }

    private static <T extends SpecificRecord> T read(Topic<T> topic, byte[] bytes) throws IOException {
        SchemaStore.Cache released = new SchemaStore.Cache();
        Baseline.of(topic).forEach(released::addSchema);
        SpecificData model = SpecificData.getForClass(topic.type());
        return new BinaryMessageDecoder<T>(model, model.getSchema(topic.type()), released).decode(bytes);
    }

    /** Fields that the writer did not have have their defaults. */
    private static void same(String path, @Nullable Object written, @Nullable Object read) {
        if (written instanceof IndexedRecord old && read instanceof IndexedRecord now) {
            for (Schema.Field field : now.getSchema().getFields()) {
                Schema.Field before = old.getSchema().getField(field.name());
                Object expected = before == null ? GenericData.get().getDefaultValue(field) : old.get(before.pos());
                same(path + "." + field.name(), expected, now.get(field.pos()));
            }
        } else if (written instanceof List<?> old && read instanceof List<?> now) {
            assertThat(now).as(path).hasSameSizeAs(old);
            for (int i = 0; i < old.size(); i++) {
                same(path + "[" + i + "]", old.get(i), now.get(i));
            }
        } else if (written instanceof Map<?, ?> old && read instanceof Map<?, ?> now) {
            assertThat(now).as(path).hasSameSizeAs(old);
            old.forEach((key, value) -> same(path + "[" + key + "]", value, now.get(key.toString())));
        } else {
            assertThat(plain(read)).as(path).isEqualTo(plain(written));
        }
    }

    /** Texts, enums and instants have other classes without generated ones. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        return value instanceof CharSequence || value instanceof GenericEnumSymbol<?> || value instanceof Enum<?>
                ? value.toString()
                : value;
    }
}
