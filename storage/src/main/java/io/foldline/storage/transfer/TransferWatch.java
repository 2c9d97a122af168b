package io.foldline.storage.transfer;

/**
 * Ends the transfers that a thread begins when nobody wants them any more. Transfers may begin deep inside of what reads a
 * model or a text, so the watch goes with the thread, not through every call.
 */
public final class TransferWatch implements AutoCloseable {
    private static final ThreadLocal<Runnable> CHECK = ThreadLocal.withInitial(() -> () -> {});

    private final Runnable before;

    private TransferWatch(Runnable before) {
        this.before = before;
    }

    /**
     * Watches the transfers that this thread begins until the watch is closed.
     *
     * @param check called often, by any thread, one at a time for each transfer; what it throws ends the transfer, and what
     *     was received so far is kept
     */
    public static TransferWatch of(Runnable check) {
        TransferWatch watch = new TransferWatch(CHECK.get());
        CHECK.set(check);
        return watch;
    }

    /** The check of this thread, for a transfer that it begins. */
    static Runnable check() {
        return CHECK.get();
    }

    @Override
    public void close() {
        CHECK.set(before);
    }
}
