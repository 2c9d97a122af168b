package io.foldline.kafka.wire;

import io.foldline.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Headers of every record: CloudEvents 1.0 in binary mode, and the W3C trace context. The trace of a run is derived from
 * its id, unless its request came with one.
 */
public final class Envelope {
    /** The W3C trace context. */
    public static final String TRACE_PARENT = "traceparent";

    private static final Pattern TRACE_PATTERN = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private Envelope() {}

    /**
     * Makes the headers of an event.
     *
     * @param source who emits it: a stage, or {@code client}
     * @param cause headers of the record that the event follows from; empty if there is none
     */
    public static Headers of(Topic<?> topic, Identity identity, String source, Headers cause) {
        Headers headers = new RecordHeaders();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", identity.id());
        add(headers, "ce_type", "io." + topic.name());
        add(headers, "ce_source", "/foldline/" + source);
        add(headers, "ce_subject", identity.runId());
        add(headers, "ce_time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        add(headers, "content-type", "application/avro");
        add(headers, TRACE_PARENT, traceParent(identity, cause));
        return headers;
    }

    /** Text of a header; empty where it is missing. */
    public static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Adds a header with a text. */
    public static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String traceParent(Identity identity, Headers cause) {
        String given = text(cause, TRACE_PARENT);
        String trace = TRACE_PATTERN.matcher(given).matches()
                ? given.substring(3, 3 + 2 * TRACE_BYTES)
                : hash("run " + identity.runId(), TRACE_BYTES);
        return "00-" + trace + "-" + hash("event " + identity.id(), SPAN_BYTES) + "-01";
    }

    private static String hash(String text, int bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
