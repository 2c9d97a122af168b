package io.foldline.kafka.log;

import io.foldline.kafka.KafkaSettings;
import io.foldline.kafka.wire.EventCodec;
import io.foldline.schemas.Topics;
import io.foldline.stage.UndecodableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells from the event log what became of every run. It joins no consumer group and changes nothing. For use by one
 * thread.
 *
 * <p>The log may hold years of runs, so it is not read as a whole: the topics that tell of whole runs are, and of the many
 * records within runs only those since the oldest run that has not ended. Of a run that ended before the log was opened
 * there is an outline, until {@link #whole} is asked for.
 */
public final class RunLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);
    private static final Comparator<RunView> BY_REQUEST = Comparator.comparing(
                    (RunView run) -> Optional.ofNullable(run.requestedAt()).orElse(Instant.MAX))
            .thenComparing(RunView::runId);

    /** Records bear the time of the machine that wrote them; clocks may differ by this much. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final KafkaSettings settings;
    private final EventCodec codec;
    private final RunEvents events;
    private final LogReader reader;
    private final Map<String, RunState> runs = new HashMap<>();
    private final Set<String> outlined = new HashSet<>();
    private boolean begun;

    private RunLog(KafkaSettings settings) {
        this.settings = settings;
        codec = new EventCodec(settings);
        events = new RunEvents(settings);
        Set<String> fromNow = new HashSet<>(events.stageTopics());
        fromNow.add(Topics.PROGRESS.name());
        reader = LogReader.open(settings, events.runTopics(), fromNow);
    }

    /** Opens the log of a cluster; reads nothing yet. */
    public static RunLog open(KafkaSettings settings) {
        return new RunLog(settings);
    }

    /**
     * Reads what is in the log now.
     *
     * @return every run, in the order of the requests; of those that ended before, an outline: request, end, and what the
     *     last stage that tells of the result said
     * @throws IOException if the schema registry cannot be reached
     */
    public List<RunView> snapshot() throws IOException {
        begin();
        reader.toEnd(record -> read(record, RunListener.NONE));
        return runs();
    }

    /** Every run as far as it was read, in the order of the requests. */
    public List<RunView> runs() {
        return runs.values().stream().map(RunState::view).sorted(BY_REQUEST).toList();
    }

    /** A run as far as it was read. */
    public Optional<RunView> run(String runId) {
        return Optional.ofNullable(runs.get(runId)).map(RunState::view);
    }

    /**
     * A run with everything that the log has of it now; empty if it has none of that name.
     *
     * @throws IOException if the schema registry cannot be reached
     */
    public Optional<RunView> whole(String runId) throws IOException {
        begin();
        reader.toEnd(record -> read(record, RunListener.NONE));
        fill(runId);
        return run(runId);
    }

    /**
     * Reads what is new, waiting up to {@code timeout} for something.
     *
     * @param listener hears of every run that changed, and of progress that was made since the log was opened
     * @throws IOException if the schema registry cannot be reached
     */
    public void poll(Duration timeout, RunListener listener) throws IOException {
        if (!begun) {
            snapshot().forEach(listener::changed);
        }
        Set<String> changed = new LinkedHashSet<>();
        reader.poll(timeout, record -> read(record, listener).ifPresent(changed::add));
        for (String runId : changed) {
            if (!ended(runId)) {
                fill(runId);
            }
            run(runId).ifPresent(listener::changed);
        }
    }

    /**
     * Follows one run to its end.
     *
     * @return the whole run as it ended
     * @throws IOException if the schema registry cannot be reached
     */
    public RunView follow(String runId, RunListener listener) throws IOException {
        while (true) {
            poll(Duration.ofMillis(200), listener);
            if (ended(runId)) {
                return whole(runId).orElseThrow();
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Reads how the runs stand, then what happened since the oldest one that goes on. */
    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        reader.toEnd(record -> read(record, RunListener.NONE));
        Optional<Instant> oldest = Optional.empty();
        for (RunView run : runs()) {
            if (run.status().ended()) {
                outlined.add(run.runId());
            } else if (oldest.isEmpty() && run.requestedAt() != null) {
                oldest = Optional.of(run.requestedAt());
            }
        }
        if (!outlined.isEmpty()) {
            outline();
        }
        if (oldest.isPresent()) {
            LogReader.scan(
                    settings,
                    events.stageTopics(),
                    new TimeSpan(oldest.map(at -> at.minus(SKEW)), Optional.empty()),
                    record -> read(record, RunListener.NONE));
        }
    }

    /** Reads of the runs that have ended what lists of runs show: what was measured, or else what was chosen. */
    private void outline() throws IOException {
        String last = Topics.EVALUATOR.completed().name();
        LogReader.scan(settings, Set.of(Topics.SCORER.completed().name(), last), TimeSpan.EVER, record -> {
            String runId = key(record);
            RunState run = runs.get(runId);
            if (run != null
                    && outlined.contains(runId)
                    && record.topic().equals(last) == (run.view().status() == RunStatus.COMPLETED)) {
                events.read(record, id -> run);
            }
        });
    }

    /** Reads what is missing of a run of which there is an outline. */
    private void fill(String runId) throws IOException {
        RunState run = runs.get(runId);
        if (run == null || !outlined.remove(runId)) {
            return;
        }
        RunView view = run.view();
        LogReader.scan(
                settings,
                events.stageTopics(),
                new TimeSpan(
                        Optional.ofNullable(view.requestedAt()).map(at -> at.minus(SKEW)),
                        Optional.ofNullable(view.endedAt()).map(at -> at.plus(SKEW))),
                record -> {
                    if (runId.equals(key(record))) {
                        events.read(record, id -> run);
                    }
                });
    }

    /** The run that the record belongs to; empty for progress and for what is not read. */
    private Optional<String> read(ConsumerRecord<byte[], byte[]> record, RunListener listener) throws IOException {
        if (record.topic().equals(Topics.PROGRESS.name())) {
            progress(record, listener);
            return Optional.empty();
        }
        if (events.isWithinRun(record.topic()) && outlined.contains(key(record))) {
            return Optional.empty();
        }
        return events.read(record, runId -> runs.computeIfAbsent(runId, id -> new RunState(id, Topics.STAGES)));
    }

    private void progress(ConsumerRecord<byte[], byte[]> record, RunListener listener) throws IOException {
        try {
            listener.progress(codec.decode(Topics.PROGRESS, record.value()));
        } catch (UndecodableException e) {
            LOG.debug("{} offset {} left out", record.topic(), record.offset(), e);
        }
    }

    private boolean ended(String runId) {
        RunState run = runs.get(runId);
        return run != null && run.view().status().ended();
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }
}
