package io.foldline.schemas;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Makes records of any contract, with every field set to something; the same seed makes the same records. */
final class RandomRecords {
    private final GenericData model;
    private final Random random;

    RandomRecords(GenericData model, long seed) {
        this.model = model;
        this.random = new Random(seed);
    }

    @Nullable
    Object next(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM -> model.createEnum(pick(schema.getEnumSymbols()), schema);
            case ARRAY -> list(schema.getElementType());
            case MAP -> map(schema.getValueType());
            case UNION -> next(pick(schema.getTypes()));
            case STRING -> "s" + random.nextInt() + "é☃";
            case INT -> random.nextInt();
            case LONG ->
                model.getConversionFor(schema.getLogicalType()) != null
                        ? Instant.ofEpochMilli(random.nextInt(Integer.MAX_VALUE))
                        : (Object) random.nextLong();
            case DOUBLE -> random.nextGaussian();
            case BOOLEAN -> random.nextBoolean();
            case NULL -> null;
            default -> throw new IllegalArgumentException("the contracts have no " + schema.getType());
        };
    }

    private IndexedRecord record(Schema schema) {
        IndexedRecord record = (IndexedRecord) model.newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), next(field.schema()));
        }
        return record;
    }

    private List<@Nullable Object> list(Schema element) {
        List<@Nullable Object> list = new ArrayList<@Nullable Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(next(element));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(Schema value) {
        Map<String, @Nullable Object> map = new HashMap<String, @Nullable Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put("k" + i, next(value));
        }
        return map;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
