package io.foldline.kafka.wire;

import io.foldline.schemas.Trust;
import io.foldline.stage.UndecodableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** A record of any type, with every field set and one element in every collection. */
public final class Example {
    private static final String TEXT = "example";

    static {
        Trust.contracts();
    }

    private Example() {}

    /** A record of {@code type}. */
    public static <T extends SpecificRecord> T of(Class<T> type) {
        SpecificData model = SpecificData.getForClass(type);
        Schema schema = model.getSchema(type);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new GenericDatumWriter<>(schema, new GenericData()).write(value(schema), encoder);
            return new SpecificDatumReader<T>(schema, schema, model)
                    .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
        } catch (IOException e) {
            throw new UndecodableException(type.getName() + ": no example can be made", e);
        }
    }

    private static Object value(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM ->
                new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(0));
            case ARRAY -> List.of(value(schema.getElementType()));
            case MAP -> Map.of(TEXT, value(schema.getValueType()));
            case UNION -> value(schema.getTypes().get(schema.getTypes().size() - 1));
            case STRING -> TEXT;
            case INT -> 1;
            case LONG -> 1L;
            case DOUBLE -> 0.5;
            default -> throw new IllegalArgumentException("no example of " + schema);
        };
    }

    private static GenericData.Record record(Schema schema) {
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), value(field.schema()));
        }
        return record;
    }
}
