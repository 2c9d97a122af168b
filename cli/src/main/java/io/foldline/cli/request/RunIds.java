package io.foldline.cli.request;

import io.foldline.checkpoint.Locations;
import io.foldline.event.RunRequested;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Names of runs that were given none. */
public final class RunIds {
    private RunIds() {}

    /**
     * A name that the same settings always give, so that the same command finds the run that it began:
     * {@code <model>-<method>-<8 hexadecimal digits>}.
     */
    public static String derived(RunRequested request) {
        Path model = Locations.path(request.getModel()).getFileName();
        String name = (model == null ? "model" : model.toString()).replaceAll("[^A-Za-z0-9_-]", "_");
        String digest = HexFormat.of().formatHex(sha256(settings(request).toString()), 0, 4);
        return "%.60s-%s-%s".formatted(name, request.getMethod().getName(), digest);
    }

    /** Whether two requests ask for the same, whatever their names and times. */
    public static boolean sameSettings(RunRequested one, RunRequested other) {
        return settings(one).equals(settings(other));
    }

    private static RunRequested settings(RunRequested request) {
        return RunRequested.newBuilder(request)
                .setRunId("")
                .setRequestedAt(Instant.EPOCH)
                .build();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
