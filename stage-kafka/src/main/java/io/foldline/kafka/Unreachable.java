package io.foldline.kafka;

import io.foldline.checkpoint.InputException;

/** Says that nobody answers. */
public final class Unreachable {
    private Unreachable() {}

    /** The fault to throw when the cluster of {@code settings} does not answer. */
    public static InputException at(KafkaSettings settings, Throwable cause) {
        return new InputException(
                "Kafka at " + settings.bootstrapServers()
                        + ": expected a broker, found none that answers; check the address, that it is running,"
                        + " and that the client properties say what the listener wants (security.protocol)",
                cause);
    }
}
