package io.foldline.kafka;

import io.foldline.kafka.wire.Envelope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What a stage remembers of its runs, in one store: the head of each run; where there is still something to do, also its
 * input, and for each task the result or, until that is in, the task.
 */
final class RunStore {
    static final String NAME = "runs";

    private static final String HEAD = "/state";
    private static final byte TASK = 0;
    private static final byte RESULT = 1;

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, Optional<byte[]>> changed = new LinkedHashMap<>();

    RunStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /**
     * Writes what an event has changed. Until then nothing is sent: the transaction does not begin before the split, which
     * may take its time, and what changes several times is written once.
     */
    void flush() {
        changed.forEach((key, value) -> store.put(key, value.orElse(null)));
        changed.clear();
    }

    /** What is known of a run. */
    RunHead head(String runId) {
        byte[] bytes = get(runId + HEAD);
        return bytes == null ? RunHead.UNKNOWN : HeadFormat.decode(bytes);
    }

    /** Remembers what is known of a run. */
    void put(String runId, RunHead head) {
        put(runId + HEAD, HeadFormat.encode(head));
    }

    /** Passes on every run. */
    void forEach(BiConsumer<String, RunHead> action) {
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                if (entry.key.endsWith(HEAD)) {
                    String runId = entry.key.substring(0, entry.key.length() - HEAD.length());
                    action.accept(runId, HeadFormat.decode(entry.value));
                }
            }
        }
    }

    /**
     * Remembers the event that the stage begins with.
     *
     * @param cause its headers, of which the trace is kept
     */
    void putInput(String runId, byte[] value, Headers cause) {
        byte[] trace = Envelope.text(cause, Envelope.TRACE_PARENT).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + trace.length + value.length)
                .putInt(trace.length)
                .put(trace)
                .put(value)
                .array();
        put(input(runId), bytes);
    }

    /** What the stage began with, as it came. */
    byte[] input(String runId, RunHead head) {
        ByteBuffer bytes = ByteBuffer.wrap(get(input(runId), head));
        bytes.position(Integer.BYTES + bytes.getInt());
        byte[] value = new byte[bytes.remaining()];
        bytes.get(value);
        return value;
    }

    /** Headers with the trace of what the stage began with. */
    Headers cause(String runId, RunHead head) {
        ByteBuffer bytes = ByteBuffer.wrap(get(input(runId), head));
        byte[] trace = new byte[bytes.getInt()];
        bytes.get(trace);
        return trace.length == 0 ? new RecordHeaders() : new RecordHeaders().add(Envelope.TRACE_PARENT, trace);
    }

    /** Remembers a task. */
    void putTask(String runId, int index, byte[] task) {
        put(unit(runId, index), tagged(TASK, task));
    }

    /** A task; null if its result is in. */
    byte @Nullable [] task(String runId, RunHead head, int index) {
        byte[] bytes = get(unit(runId, index), head);
        return bytes[0] == TASK ? untagged(bytes) : null;
    }

    /** Whether the result of a task is not in. */
    boolean isMissing(String runId, RunHead head, int index) {
        return get(unit(runId, index), head)[0] == TASK;
    }

    /** Remembers the result of a task in its place. */
    void putResult(String runId, int index, byte[] result) {
        put(unit(runId, index), tagged(RESULT, result));
    }

    /** The results of a run that has all, in the order of the tasks. */
    List<byte[]> results(String runId, RunHead head) {
        List<byte[]> results = new ArrayList<>(head.tasks().tasks());
        for (int i = 0; i < head.tasks().tasks(); i++) {
            results.add(untagged(get(unit(runId, i), head)));
        }
        return results;
    }

    /** Forgets the input of a run and its tasks. */
    void forget(String runId, RunHead head) {
        for (int i = 0; i < head.tasks().tasks(); i++) {
            changed.put(unit(runId, i), Optional.empty());
        }
        if (head.phase() == RunHead.Phase.ARRIVED || head.phase() == RunHead.Phase.SPLIT) {
            changed.put(input(runId), Optional.empty());
        }
    }

    private void put(String key, byte[] value) {
        changed.put(key, Optional.of(value));
    }

    private byte @Nullable [] get(String key) {
        Optional<byte[]> value = changed.get(key);
        return value == null ? store.get(key) : value.orElse(null);
    }

    private byte[] get(String key, RunHead head) {
        byte[] bytes = get(key);
        if (bytes == null) {
            throw new IllegalStateException("no " + key + " in the store, with the run " + head);
        }
        return bytes;
    }

    private static byte[] tagged(byte tag, byte[] value) {
        return ByteBuffer.allocate(1 + value.length).put(tag).put(value).array();
    }

    private static byte[] untagged(byte[] bytes) {
        byte[] value = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, value, 0, value.length);
        return value;
    }

    private static String input(String runId) {
        return runId + "/input";
    }

    private static String unit(String runId, int index) {
        return runId + "/task/" + index;
    }
}
