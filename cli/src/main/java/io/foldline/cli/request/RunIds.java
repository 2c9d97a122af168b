package io.foldline.cli.request;

import io.foldline.event.RunRequested;
import io.foldline.storage.Place;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Names of runs that were given none, and what makes two runs the same. */
public final class RunIds {
    /** Fields of a request that have to do with how fast the work is done. */
    private static final Set<String> SCHEDULE = Set.of("priority", "deadline", "taskSeconds");

    /** Fields of a request that do not change what comes out, besides. */
    private static final Set<String> NAMES = Set.of("runId", "requestedAt");

    private RunIds() {}

    /**
     * A name that the same settings always give, so that the same command finds the run that it began:
     * {@code <model>-<method>-<8 hexadecimal digits>}.
     */
    public static String derived(RunRequested request) {
        String model = Place.of(request.getModel()).name();
        String name = (model.isEmpty() ? "model" : model).replaceAll("[^A-Za-z0-9_-]", "_");
        String digest = HexFormat.of().formatHex(sha256(settings(request)), 0, 4);
        return "%.60s-%s-%s".formatted(name, request.getMethod().getName(), digest);
    }

    /** Whether two requests ask for the same, whatever their names and times. */
    public static boolean sameSettings(RunRequested one, RunRequested other) {
        return settings(one).equals(settings(other));
    }

    /** Whether two requests ask for the same priority, deadline and size of tasks. */
    public static boolean sameSchedule(RunRequested one, RunRequested other) {
        return SCHEDULE.stream().allMatch(field -> Objects.equals(one.get(field), other.get(field)));
    }

    /** As JSON, without what is as it is when nobody sets it: a setting that is new leaves the names of runs as they were. */
    private static String settings(RunRequested request) {
        Map<String, @Nullable Object> set = set(request);
        set.keySet().removeAll(SCHEDULE);
        set.keySet().removeAll(NAMES);
        return SpecificData.get().toString(set);
    }

    private static Map<String, @Nullable Object> set(SpecificRecord record) {
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (!field.hasDefaultValue()
                    || !Objects.equals(value, SpecificData.get().getDefaultValue(field))) {
                set.put(field.name(), plain(value));
            }
        }
        return set;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof SpecificRecord record) {
            return set(record);
        }
        return value instanceof List<?> list ? list.stream().map(RunIds::plain).toList() : value;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
