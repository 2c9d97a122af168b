package io.foldline.kafka;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What a stage remembers of its runs, in one store: for an open run its input, the number of its tasks and the results
 * that are in; for a closed one that it is closed.
 */
final class RunStore {
    static final String NAME = "runs";

    private static final byte OPEN = 1;
    private static final byte CLOSED = 2;
    private static final int OPEN_BYTES = 1 + 2 * Integer.BYTES;

    private final KeyValueStore<String, byte[]> store;

    RunStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Whether the stage has met the run before. */
    boolean knows(String runId) {
        return store.get(state(runId)) != null;
    }

    /** Remembers a run whose tasks were sent out. */
    void open(String runId, byte[] input, int tasks) {
        store.put(input(runId), input);
        store.put(state(runId), encode(new OpenRun(tasks, 0)));
    }

    /** The progress of an open run; null if it is closed or unknown. */
    @Nullable
    OpenRun progress(String runId) {
        byte[] bytes = store.get(state(runId));
        if (bytes == null || bytes[0] != OPEN) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, OPEN_BYTES - 1);
        return new OpenRun(buffer.getInt(), buffer.getInt());
    }

    /**
     * Remembers a result of an open run.
     *
     * @return the progress with it; null if the result had been there before
     */
    @Nullable
    OpenRun add(String runId, OpenRun before, int index, byte[] result) {
        if (store.putIfAbsent(result(runId, index), result) != null) {
            return null;
        }
        OpenRun after = new OpenRun(before.tasks(), before.results() + 1);
        store.put(state(runId), encode(after));
        return after;
    }

    /** What an open run began with. */
    byte[] inputOf(String runId) {
        byte[] bytes = store.get(input(runId));
        if (bytes == null) {
            throw new IllegalStateException("run " + runId + " is not open");
        }
        return bytes;
    }

    /** The results that are in, in the order of the tasks. */
    List<byte[]> resultsOf(String runId) {
        List<byte[]> results = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = results(runId)) {
            all.forEachRemaining(entry -> results.add(entry.value));
        }
        return results;
    }

    /** Forgets everything about a run but that it is over. */
    void close(String runId) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = results(runId)) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                keys.add(entry.key);
            }
        }
        keys.forEach(store::delete);
        if (store.get(input(runId)) != null) {
            store.delete(input(runId));
        }
        store.put(state(runId), new byte[] {CLOSED});
    }

    /**
     * Tasks and results of an open run.
     *
     * @param tasks number of tasks
     * @param results number of different results that are in
     */
    record OpenRun(int tasks, int results) {
        boolean complete() {
            return results == tasks;
        }
    }

    private KeyValueIterator<String, byte[]> results(String runId) {
        return store.range(result(runId, 0), result(runId, Integer.MAX_VALUE));
    }

    private static byte[] encode(OpenRun run) {
        return ByteBuffer.allocate(OPEN_BYTES)
                .put(OPEN)
                .putInt(run.tasks())
                .putInt(run.results())
                .array();
    }

    private static String state(String runId) {
        return runId + "/state";
    }

    private static String input(String runId) {
        return runId + "/input";
    }

    /** Ten digits, so that the order of the keys is the order of the tasks. */
    private static String result(String runId, int index) {
        return String.format("%s/result/%010d", runId, index);
    }
}
