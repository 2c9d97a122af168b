package io.foldline.kafka;

import io.foldline.checkpoint.InputException;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.Failure;
import io.foldline.stage.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stage on Kafka: splits and gathers exactly once, and works on tasks with any number of workers, here and in other
 * processes of the same stage.
 */
public final class StageService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StageService.class);

    private final String stage;
    private final Resources resources = new Resources();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private @Nullable SplitGatherService splitGather;
    private @Nullable WorkerPool workers;

    private StageService(String stage) {
        this.stage = stage;
    }

    /**
     * Begins to start a service; it runs a moment later. The topics must be there: see {@link TopicAdmin}.
     *
     * @param artifacts where the work puts its intermediate results; the same for all processes of a run
     * @throws InputException if the cluster or the schema registry does not answer, a topic is missing, or the state
     *     folder cannot be used
     */
    public static <
                    I extends SpecificRecord,
                    T extends SpecificRecord,
                    R extends SpecificRecord,
                    O extends SpecificRecord>
            StageService start(
                    StageBinding<I, T, R, O> binding,
                    Stage<I, T, R, O> stage,
                    KafkaSettings settings,
                    ArtifactStore artifacts,
                    StageOptions options) {
        StageService service = new StageService(binding.stage());
        try {
            service.open(binding, stage, settings, artifacts, options);
            return service;
        } catch (IOException e) {
            service.close();
            throw new InputException("stage " + service.stage + " cannot start: " + Failure.text(e), e);
        } catch (RuntimeException | Error e) {
            service.close();
            throw e;
        }
    }

    /** Name of the stage. */
    public String stage() {
        return stage;
    }

    /**
     * Waits until the service splits and gathers.
     *
     * @throws InputException if it stopped instead because the cluster refuses something to it
     * @throws IllegalStateException if something else stopped it, with what did, or it does not run in time
     */
    public void awaitRunning(Duration timeout) throws InterruptedException {
        boolean runs = splitGather != null && splitGather.awaitRunning(timeout, () -> failure.get() != null);
        Throwable cause = failure.get();
        if (cause instanceof InputException refusal) {
            throw refusal;
        }
        if (cause != null) {
            throw new IllegalStateException("stage " + stage + " stopped: " + cause.getMessage(), cause);
        }
        if (!runs) {
            throw new IllegalStateException("stage " + stage + " does not run after " + timeout.toSeconds() + " s");
        }
    }

    /** What stopped the service; empty while it is well. To be asked now and then. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /**
     * Has the workers give back at once what they are at, as they do when they are stopped, and waits for it; the service
     * is of no use then but to be closed.
     *
     * @param patience time, at most, for work to look up and save how far it is
     */
    public void giveBack(Duration patience) {
        WorkerPool pool = workers;
        if (pool != null) {
            pool.giveBack(patience);
        }
    }

    /**
     * Stops. No task is taken any more; those that are worked on may be finished within the grace of the options; after it
     * the work is asked to end, saves how far it is if it can, and goes back to the queue, where other workers find it.
     */
    @Override
    public void close() {
        resources.close();
    }

    /** Stops several services at the same time, which takes no longer than the slowest of them. */
    public static void closeAll(Collection<StageService> services) {
        all(services, "close", StageService::close);
    }

    /** Has the workers of several services give back at the same time what they are at; see {@link #giveBack}. */
    public static void giveBackAll(Collection<StageService> services, Duration patience) {
        all(services, "give-back", service -> service.giveBack(patience));
    }

    private static void all(Collection<StageService> services, String name, Consumer<StageService> action) {
        List<Thread> threads = services.stream()
                .map(service -> new Thread(() -> action.accept(service), "foldline-" + name + "-" + service.stage()))
                .toList();
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <I extends SpecificRecord, T extends SpecificRecord, R extends SpecificRecord, O extends SpecificRecord>
            void open(
                    StageBinding<I, T, R, O> binding,
                    Stage<I, T, R, O> implementation,
                    KafkaSettings settings,
                    ArtifactStore artifacts,
                    StageOptions options)
                    throws IOException {
        resources.add(FolderLock.acquire(options.stateDirectory()));
        EventCodec codec = new EventCodec(settings);
        SelfTest.run(codec, binding.topics());
        EventSender sender = resources.add(new EventSender(settings, codec, stage));
        GroupMembers members = resources.add(GroupMembers.follow(settings, binding.workers()));
        splitGather = resources.add(new SplitGatherService(
                binding.application(),
                StageTopology.of(binding, implementation, codec, new Partitioning(sender::partitions), members::count),
                StreamsSettings.of(
                        settings,
                        binding.application(),
                        Instance.in(options.stateDirectory()),
                        options.stateDirectory()),
                thrown -> failed(settings, thrown)));
        splitGather.start();
        if (options.workers() > 0) {
            workers = startWorkers(binding, implementation, settings, codec, sender, artifacts, options);
        }
    }

    private <T extends SpecificRecord, R extends SpecificRecord> WorkerPool startWorkers(
            StageBinding<?, T, R, ?> binding,
            Stage<?, T, R, ?> implementation,
            KafkaSettings settings,
            EventCodec codec,
            EventSender sender,
            ArtifactStore artifacts,
            StageOptions options)
            throws IOException {
        RunSignals signals = new RunSignals();
        ActiveRuns active = new ActiveRuns();
        Discards discards = new Discards(implementation, signals, active);
        SignalReader reader = resources.add(SignalReader.start(settings, codec, signals, discards::add));
        resources.add(discards).start(reader::catchUp);
        return resources.add(WorkerPool.start(
                binding.topics(),
                implementation,
                new WorkerSetup(
                        settings,
                        codec,
                        sender,
                        artifacts,
                        options,
                        signals,
                        reader::catchUp,
                        active,
                        new Drain(),
                        thrown -> failed(settings, thrown))));
    }

    /** One broken part stops the whole service; what it held goes to others. */
    private void failed(KafkaSettings settings, Throwable thrown) {
        Throwable cause = Refusal.of(settings, "serve the stage " + stage, thrown)
                .<Throwable>map(refusal -> refusal)
                .orElse(thrown);
        if (failure.compareAndSet(null, cause)) {
            LOG.error("stage {} stops: {}", stage, cause.getMessage());
            WorkerPool pool = workers;
            if (pool != null) {
                pool.stop();
            }
        }
    }
}
