package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** Tells whether a cluster can do what the stages ask of it: share groups whose locks can be renewed. */
final class BrokerCheck {
    private static final String NEEDED = "expected Kafka 4.2 or newer with share groups";

    /** Level of the feature metadata.version that Kafka 4.2 brought. */
    private static final short KAFKA_4_2 = 28;

    private BrokerCheck() {}

    /** Properties of an admin client that gives up after ten seconds. */
    private static Map<String, Object> patient(KafkaSettings settings) {
        Map<String, Object> config = settings.client();
        config.put("client.id", "foldline-admin");
        config.put("request.timeout.ms", "5000");
        config.put("default.api.timeout.ms", "10000");
        return config;
    }

    /** Opens such a client. */
    static Admin open(KafkaSettings settings) {
        try {
            return Admin.create(patient(settings));
        } catch (KafkaException e) {
            throw Refusal.ofProperties(settings, e);
        }
    }

    static void check(Admin admin, KafkaSettings settings) throws InterruptedException, ExecutionException {
        FeatureMetadata features = admin.describeFeatures().featureMetadata().get();
        SupportedVersionRange metadata = features.supportedFeatures().get("metadata.version");
        if (metadata == null || metadata.maxVersion() < KAFKA_4_2) {
            throw tooOld(settings, "found an older broker; upgrade it", null);
        }
        FinalizedVersionRange share = features.finalizedFeatures().get("share.version");
        if (share == null || share.maxVersionLevel() < 1) {
            throw tooOld(
                    settings,
                    "found share groups switched off; run kafka-features.sh --bootstrap-server "
                            + settings.bootstrapServers() + " upgrade --release-version 4.2",
                    null);
        }
    }

    /** What the user has to hear when the cluster does not do what it was asked. */
    static InputException fault(KafkaSettings settings, Throwable cause) {
        if (cause instanceof TimeoutException) {
            return Unreachable.at(settings, cause);
        }
        if (cause instanceof UnsupportedVersionException) {
            return tooOld(settings, "found an older broker (" + cause.getMessage() + "); upgrade it", cause);
        }
        Optional<InputException> refusal = Refusal.of(settings, "prepare the topics", cause);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return new InputException("Kafka at " + settings.bootstrapServers() + ": " + cause.getMessage(), cause);
    }

    private static InputException tooOld(KafkaSettings settings, String found, @Nullable Throwable cause) {
        String message = "Kafka at " + settings.bootstrapServers() + ": broker too old: " + NEEDED + ", " + found;
        return cause == null ? new InputException(message) : new InputException(message, cause);
    }
}
