package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;

/** Says that a cluster does not let a client in, or not do what it wants to. No retry helps; somebody has to act. */
public final class Refusal {
    private static final int DEEPEST = 20;

    private Refusal() {}

    /**
     * The fault to throw if {@code thrown}, or what caused it, is a refusal.
     *
     * @param doing what was tried, such as {@code write foldline.run.requested.v1}
     */
    public static Optional<InputException> of(KafkaSettings settings, String doing, Throwable thrown) {
        return said(thrown)
                .map(said -> new InputException(
                        "Kafka at %s: cannot %s: %s".formatted(settings.bootstrapServers(), doing, said), thrown));
    }

    /** The fault to throw if a client cannot be made of the properties. */
    public static InputException ofProperties(KafkaSettings settings, KafkaException thrown) {
        return new InputException(
                "Kafka at %s: the client properties cannot be used: %s"
                        .formatted(settings.bootstrapServers(), deepest(thrown)),
                thrown);
    }

    /** Whether {@code thrown}, or what caused it, is a refusal. */
    static boolean isIn(Throwable thrown) {
        return said(thrown).isPresent();
    }

    private static Optional<String> said(Throwable thrown) {
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            Optional<String> said = describe(cause);
            if (said.isPresent()) {
                return said;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Optional<String> describe(Throwable cause) {
        if (cause instanceof SslAuthenticationException) {
            return Optional.of("the certificates do not fit (" + deepest(cause)
                    + "); check ssl.truststore.* and the name of the host");
        }
        if (cause instanceof AuthenticationException) {
            return Optional.of("the broker does not accept user and password (" + cause.getMessage()
                    + "); check sasl.* in the client properties");
        }
        if (cause instanceof TransactionalIdAuthorizationException) {
            return Optional.of("the user has no right to Write its transactional ids; docs/security.md lists the rights"
                    + " that each user needs");
        }
        if (cause instanceof AuthorizationException) {
            return Optional.of("the user has not the right (" + cause.getMessage()
                    + "); docs/security.md lists the rights that each user needs");
        }
        return Optional.empty();
    }

    /** What the TLS engine or the file system says; Kafka itself only says that it failed. */
    private static String deepest(Throwable thrown) {
        Throwable found = thrown;
        while (found.getCause() != null) {
            found = found.getCause();
        }
        return found.getClass().getSimpleName() + ": " + found.getMessage();
    }
}
