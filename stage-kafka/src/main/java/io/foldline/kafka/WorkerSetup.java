package io.foldline.kafka;

import io.foldline.kafka.wire.EventCodec;
import io.foldline.stage.ArtifactStore;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What all workers of a service share.
 *
 * @param ended runs that nobody should work for
 * @param firstRetry wait before the first retry of a task
 * @param onFatal hears why a worker stopped, if it does so on its own
 */
record WorkerSetup(
        KafkaSettings settings,
        EventCodec codec,
        EventSender sender,
        ArtifactStore artifacts,
        EndedRuns ended,
        Duration firstRetry,
        Consumer<Throwable> onFatal) {}
