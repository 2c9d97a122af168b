package io.foldline.cli.request;

import io.foldline.event.RunRequested;
import io.foldline.storage.Place;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** Names of runs that were given none, and what makes two runs the same. */
public final class RunIds {
    /** Fields of a request that do not change what comes out. */
    private static final Set<String> NO_SETTINGS = Set.of("priority", "deadline", "taskSeconds");

    /** A setting that the first version did not have; unset, it leaves the names of runs as they were. */
    private static final String UNSET = ", \"shuffleSeed\": null";

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
        return NO_SETTINGS.stream().allMatch(field -> Objects.equals(one.get(field), other.get(field)));
    }

    /** The settings as JSON, without the name and the time, which are the same for all. */
    private static String settings(RunRequested request) {
        RunRequested anonymous = RunRequested.newBuilder(request)
                .setRunId("")
                .setRequestedAt(Instant.EPOCH)
                .build();
        return anonymous.getSchema().getFields().stream()
                .filter(field -> !NO_SETTINGS.contains(field.name()))
                .map(field -> "\"" + field.name() + "\": " + text(anonymous.get(field.pos())))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String text(@Nullable Object value) {
        return SpecificData.get().toString(value).replace(UNSET, "");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
