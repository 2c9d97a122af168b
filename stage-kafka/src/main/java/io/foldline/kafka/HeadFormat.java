package io.foldline.kafka;

import io.foldline.kafka.RunHead.Claim;
import io.foldline.kafka.RunHead.Phase;
import io.foldline.kafka.log.Attempts;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;

/** {@link RunHead} as bytes. Cancelled runs take one. */
final class HeadFormat {
    private static final byte CLOSED = 2;
    private static final byte EXPECTED = 3;
    private static final byte ARRIVED = 4;
    private static final byte SPLIT = 5;
    private static final int FIXED_BYTES = 2 + 10 * Integer.BYTES + 2 * Long.BYTES;

    private HeadFormat() {}

    static byte[] encode(RunHead head) {
        if (head.phase() == Phase.CLOSED) {
            return new byte[] {CLOSED};
        }
        Attempts attempts = head.attempts();
        int size = attempts.failures().size() + attempts.retries().size();
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + size * Integer.BYTES);
        out.put(tag(head.phase())).put((byte) (head.paused() ? 1 : 0));
        out.putInt(attempts.current());
        put(out, attempts.failures());
        put(out, attempts.retries());
        Claim claim = head.claim();
        out.putInt(claim.priority()).putLong(claim.order()).putLong(claim.deadline());
        TaskCounts tasks = head.tasks();
        out.putInt(tasks.tasks()).putInt(tasks.next()).putInt(tasks.results()).putInt(tasks.early());
        out.putInt(head.round());
        return out.array();
    }

    /** @throws IllegalStateException if the bytes are of another version */
    static RunHead decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Phase phase = phase(in.get());
        if (phase == Phase.CLOSED) {
            return RunHead.CLOSED;
        }
        boolean paused = in.get() != 0;
        Attempts attempts = new Attempts(in.getInt(), set(in), set(in));
        Claim claim = new Claim(in.getInt(), in.getLong(), in.getLong());
        TaskCounts tasks = new TaskCounts(in.getInt(), in.getInt(), in.getInt(), in.getInt());
        // Versions that knew one round only wrote none.
        int round = in.hasRemaining() ? in.getInt() : 0;
        return new RunHead(round, phase, attempts, paused, claim, tasks);
    }

    private static void put(ByteBuffer out, Set<Integer> attempts) {
        out.putInt(attempts.size());
        attempts.forEach(out::putInt);
    }

    private static Set<Integer> set(ByteBuffer in) {
        Set<Integer> attempts = new TreeSet<>();
        int size = in.getInt();
        for (int i = 0; i < size; i++) {
            attempts.add(in.getInt());
        }
        return attempts;
    }

    private static byte tag(Phase phase) {
        return switch (phase) {
            case EXPECTED -> EXPECTED;
            case ARRIVED -> ARRIVED;
            case SPLIT -> SPLIT;
            case CLOSED -> CLOSED;
        };
    }

    private static Phase phase(byte tag) {
        return switch (tag) {
            case EXPECTED -> Phase.EXPECTED;
            case ARRIVED -> Phase.ARRIVED;
            case SPLIT -> Phase.SPLIT;
            case CLOSED -> Phase.CLOSED;
            default ->
                throw new IllegalStateException("state of a run: expected one written by this version, found kind "
                        + tag + "; finish the runs with the version that began them");
        };
    }
}
