package io.foldline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractsTest {
    static Stream<Topic<?>> topics() {
        return Topics.all().stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyTypeReadsTheReleasedOnesAndIsReadByThem(Topic<?> topic) {
        Schema today = schema(topic);
        List<Schema> released = Baseline.of(topic);
        assertThat(released)
                .as("released contract of %s; write it with WriteBaseline", topic.name())
                .isNotEmpty();
        for (Schema old : released) {
            assertThat(incompatibilities(today, old))
                    .as("today's reader of the released %s", topic.name())
                    .isEmpty();
            assertThat(incompatibilities(old, today))
                    .as("released reader of today's %s", topic.name())
                    .isEmpty();
        }
    }

    @Test
    void aRequiredFieldMoreWouldBeNoticed() {
        Schema old = new Schema.Parser().parse("{'type':'record','name':'A','fields':[]}".replace('\'', '"'));
        Schema grown = new Schema.Parser()
                .parse("{'type':'record','name':'A','fields':[{'name':'b','type':'int'}]}".replace('\'', '"'));
        assertThat(incompatibilities(grown, old)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyTypeSurvivesTheWire(Topic<?> topic) throws IOException {
        roundTrips(topic.type(), schema(topic));
    }

    private static <T extends SpecificRecord> void roundTrips(Class<T> type, Schema schema) throws IOException {
        SpecificData model = SpecificData.getForClass(type);
        RandomRecords random = new RandomRecords(model, 20260101);
        BinaryMessageEncoder<T> encoder = new BinaryMessageEncoder<>(model, schema);
        BinaryMessageDecoder<T> decoder = new BinaryMessageDecoder<>(model, schema);
        for (int i = 0; i < 50; i++) {
            T record = type.cast(random.next(schema));
            ByteBuffer bytes = encoder.encode(record);
            assertThat(decoder.decode(bytes)).isEqualTo(record);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everythingIsDocumentedAndEveryEnumCanGrow(Topic<?> topic) {
        documented(schema(topic), new HashSet<>());
    }

    @Test
    void tasksAndResultsNameTheirTask() {
        for (StageTopics<?, ?, ?, ?> stage : Topics.STAGES) {
            for (Topic<?> topic : List.of(stage.task(), stage.result())) {
                assertThat(schema(topic).getField("task").schema().getName())
                        .as(topic.name())
                        .isEqualTo("TaskId");
            }
        }
    }

    @Test
    void namesAreUniqueAndVersioned() {
        List<String> names = Topics.all().stream().<String>map(Topic::name).toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("foldline\\.[a-z.-]+\\.v1"));
    }

    private static List<?> incompatibilities(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : result.getIncompatibilities();
    }

    private static void documented(Schema schema, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                    for (Schema.Field field : schema.getFields()) {
                        assertThat(field.doc())
                                .as("%s.%s", schema.getFullName(), field.name())
                                .isNotBlank();
                        documented(field.schema(), seen);
                    }
                }
            }
            case ENUM -> {
                assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
                assertThat(schema.getEnumDefault()).as(schema.getFullName()).isEqualTo("UNKNOWN");
            }
            case ARRAY -> documented(schema.getElementType(), seen);
            case MAP -> documented(schema.getValueType(), seen);
            case UNION -> schema.getTypes().forEach(type -> documented(type, seen));
            default -> {}
        }
    }

    static Schema schema(Topic<?> topic) {
        return SpecificData.get().getSchema(topic.type());
    }
}
