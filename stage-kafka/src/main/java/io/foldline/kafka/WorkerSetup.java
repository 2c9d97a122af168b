package io.foldline.kafka;

import io.foldline.kafka.wire.EventCodec;
import io.foldline.stage.ArtifactStore;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What all workers of a service share.
 *
 * @param signals what is known of runs
 * @param catchUp waits until {@code signals} know everything that is on the broker; says whether they do
 * @param active runs that the workers work for
 * @param drain when the workers have to end
 * @param onFatal hears why a worker stopped, if it does so on its own
 */
record WorkerSetup(
        KafkaSettings settings,
        EventCodec codec,
        EventSender sender,
        ArtifactStore artifacts,
        StageOptions options,
        RunSignals signals,
        Supplier<Future<Boolean>> catchUp,
        ActiveRuns active,
        Drain drain,
        Consumer<Throwable> onFatal) {}
