package io.foldline.kafka.wire;

import io.foldline.event.DeadLetterSettled;
import io.foldline.event.ModelPublished;
import io.foldline.event.Progress;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskId;
import io.foldline.event.TaskReleased;
import io.foldline.schemas.Topic;
import io.foldline.stage.Rounds;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Who an event is about.
 *
 * @param runId the run
 * @param key key of the record
 * @param id the same for every copy of the event, different for every other event
 */
public record Identity(String runId, String key, String id) {
    private static final String PREFIX = "foldline.";

    /**
     * Reads the identity out of a value of the catalogue.
     *
     * @throws IllegalArgumentException if the value names no run
     */
    public static Identity of(Topic<?> topic, SpecificRecord value) {
        String run = runId(value);
        String key = value instanceof ModelPublished published ? published.getName() : run;
        return new Identity(run, key, run + "/" + kind(topic.name()).replace('.', '/') + suffix(value));
    }

    /** The identity of a task, or of its result. */
    public static Identity of(Topic<?> topic, TaskId task) {
        String run = task.getRunId();
        return new Identity(run, run, run + "/" + kind(topic.name()).replace('.', '/') + suffix(task));
    }

    /** The run that {@code value} belongs to: its own {@code runId}, or that of its task or of its request. */
    public static String runId(SpecificRecord value) {
        if (field(value, "runId") instanceof String own) {
            return own;
        }
        TaskId task = task(value);
        if (task != null) {
            return task.getRunId();
        }
        if (field(value, "request") instanceof SpecificRecord request) {
            return runId(request);
        }
        throw new IllegalArgumentException(value.getSchema().getFullName() + " names no run");
    }

    /**
     * The request that an event follows from: the event itself, or the request that it carries.
     *
     * @throws IllegalArgumentException if it carries none
     */
    public static RunRequested request(SpecificRecord event) {
        if (event instanceof RunRequested own) {
            return own;
        }
        if (field(event, "request") instanceof RunRequested carried) {
            return carried;
        }
        throw new IllegalArgumentException(event.getSchema().getFullName() + " carries no request");
    }

    /** The task of a task, a result, a failure or a progress; null for other events. */
    public static @Nullable TaskId task(SpecificRecord value) {
        return field(value, "task") instanceof TaskId task ? task : null;
    }

    /** {@code scorer.task} of {@code foldline.scorer.task.v1}. */
    static String kind(String topic) {
        int version = topic.lastIndexOf(".v");
        int begin = topic.startsWith(PREFIX) ? PREFIX.length() : 0;
        return topic.substring(begin, version < begin ? topic.length() : version);
    }

    private static String suffix(SpecificRecord value) {
        if (value instanceof DeadLetterSettled settled) {
            return "/" + settled.getPartition() + "-" + settled.getOffset();
        }
        TaskId task = task(value);
        if (value instanceof RunControlled controlled) {
            return "/" + controlled.getAction().name().toLowerCase(Locale.ROOT) + "/"
                    + controlled.getAt().toEpochMilli();
        }
        if (value instanceof RunFailed failed) {
            return attempt(failed.getAttempt());
        }
        if (task == null) {
            return carriesRequest(value) ? round(Rounds.of(request(value))) : "";
        }
        if (value instanceof Progress progress) {
            return "/" + task.getStage() + round(task.getRound()) + "/" + task.getIndex() + "/"
                    + progress.getAt().toEpochMilli();
        }
        if (value instanceof TaskReleased released) {
            return "/" + task.getStage() + suffix(task) + "/" + released.getDeliveries() + "/"
                    + released.getAt().toEpochMilli();
        }
        return (value instanceof TaskFailed ? "/" + task.getStage() : "") + suffix(task);
    }

    private static String suffix(TaskId task) {
        return round(task.getRound()) + "/" + task.getIndex() + attempt(task.getAttempt());
    }

    private static String round(int number) {
        return number == 0 ? "" : "/round/" + number;
    }

    private static boolean carriesRequest(SpecificRecord value) {
        return value instanceof RunRequested || field(value, "request") instanceof RunRequested;
    }

    private static String attempt(int number) {
        return number == 0 ? "" : "/attempt/" + number;
    }

    private static @Nullable Object field(SpecificRecord value, String name) {
        Schema.Field field = value.getSchema().getField(name);
        return field == null ? null : value.get(field.pos());
    }
}
