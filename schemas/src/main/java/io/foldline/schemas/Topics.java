package io.foldline.schemas;

import io.foldline.event.BlocksScored;
import io.foldline.event.CalibrateResult;
import io.foldline.event.CalibrateTask;
import io.foldline.event.CheckpointMerged;
import io.foldline.event.DeadLetterSettled;
import io.foldline.event.EvaluateResult;
import io.foldline.event.EvaluateTask;
import io.foldline.event.MergeResult;
import io.foldline.event.MergeTask;
import io.foldline.event.ModelEvaluated;
import io.foldline.event.ModelPublished;
import io.foldline.event.Progress;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunCompleted;
import io.foldline.event.RunControlled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.event.ScoreResult;
import io.foldline.event.ScoreTask;
import io.foldline.event.SolveResult;
import io.foldline.event.SolveTask;
import io.foldline.event.StatisticsGathered;
import io.foldline.event.TaskFailed;
import io.foldline.event.TaskReleased;
import io.foldline.event.TransformsSolved;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** The topic catalogue: every topic that Foldline creates, reads or writes. */
public final class Topics {
    static {
        Trust.contracts();
    }

    public static final Topic<RunRequested> RUN_REQUESTED = log("run.requested", RunRequested.class);

    /** Runs that pass the stages in front of the merger once more: the request, with its round. */
    public static final Topic<RunRequested> RUN_CONTINUED = log("run.continued", RunRequested.class);

    public static final Topic<RunCancelled> RUN_CANCELLED = log("run.cancelled", RunCancelled.class);
    public static final Topic<RunCompleted> RUN_COMPLETED = log("run.completed", RunCompleted.class);
    public static final Topic<RunFailed> RUN_FAILED = log("run.failed", RunFailed.class);
    public static final Topic<RunControlled> RUN_CONTROLLED = log("run.controlled", RunControlled.class);
    public static final Topic<TaskFailed> TASK_FAILED = log("task.failed", TaskFailed.class);
    public static final Topic<TaskReleased> TASK_RELEASED = log("task.released", TaskReleased.class);
    public static final Topic<DeadLetterSettled> DEAD_LETTER_SETTLED =
            log("dead-letter.settled", DeadLetterSettled.class);

    /** Keyed by the name of the model. */
    public static final Topic<ModelPublished> MODEL_PUBLISHED =
            new Topic<>("foldline.model.published.v1", ModelPublished.class, Retention.COMPACTED);

    public static final Topic<Progress> PROGRESS = new Topic<>("foldline.progress.v1", Progress.class, Retention.SHORT);

    public static final StageTopics<RunRequested, ScoreTask, ScoreResult, BlocksScored> SCORER = stage(
            "scorer", List.of(RUN_REQUESTED, RUN_CONTINUED), ScoreTask.class, ScoreResult.class, BlocksScored.class);
    public static final StageTopics<BlocksScored, CalibrateTask, CalibrateResult, StatisticsGathered> CALIBRATOR =
            stage(
                    "calibrator",
                    List.of(SCORER.completed()),
                    CalibrateTask.class,
                    CalibrateResult.class,
                    StatisticsGathered.class);
    public static final StageTopics<StatisticsGathered, SolveTask, SolveResult, TransformsSolved> SOLVER = stage(
            "solver", List.of(CALIBRATOR.completed()), SolveTask.class, SolveResult.class, TransformsSolved.class);
    public static final StageTopics<TransformsSolved, MergeTask, MergeResult, CheckpointMerged> MERGER =
            stage("merger", List.of(SOLVER.completed()), MergeTask.class, MergeResult.class, CheckpointMerged.class);
    public static final StageTopics<CheckpointMerged, EvaluateTask, EvaluateResult, ModelEvaluated> EVALUATOR = stage(
            "evaluator", List.of(MERGER.completed()), EvaluateTask.class, EvaluateResult.class, ModelEvaluated.class);

    /** Original bytes, key and headers of records that could not be processed; values are not Avro. */
    public static final String DEAD_LETTER = "foldline.dead-letter.v1";

    /**
     * Schemas that values were written with, compacted: the key is the fingerprint of single-object encoding as 16
     * hexadecimal digits, the value the schema as JSON. Lets a reader resolve values of versions that it does not know.
     */
    public static final String SCHEMA = "foldline.schema.v1";

    /** The stages in the order in which a run passes them. */
    public static final List<StageTopics<?, ?, ?, ?>> STAGES = List.of(SCORER, CALIBRATOR, SOLVER, MERGER, EVALUATOR);

    private Topics() {}

    /** Every topic with Avro values. */
    public static List<Topic<?>> all() {
        Stream<Topic<?>> runs = Stream.of(
                RUN_REQUESTED,
                RUN_CONTINUED,
                RUN_CANCELLED,
                RUN_COMPLETED,
                RUN_FAILED,
                RUN_CONTROLLED,
                TASK_FAILED,
                TASK_RELEASED,
                DEAD_LETTER_SETTLED,
                MODEL_PUBLISHED,
                PROGRESS);
        Stream<Topic<?>> stages =
                STAGES.stream().flatMap(stage -> Stream.of(stage.task(), stage.result(), stage.completed()));
        return Stream.concat(runs, stages).toList();
    }

    private static <T extends SpecificRecord> Topic<T> log(String name, Class<T> type) {
        return new Topic<>("foldline." + name + ".v1", type, Retention.FOREVER);
    }

    private static <
                    I extends SpecificRecord,
                    T extends SpecificRecord,
                    R extends SpecificRecord,
                    O extends SpecificRecord>
            StageTopics<I, T, R, O> stage(
                    String stage, List<Topic<I>> inputs, Class<T> task, Class<R> result, Class<O> completed) {
        return new StageTopics<>(
                stage,
                inputs,
                log(stage + ".task", task),
                log(stage + ".result", result),
                log(stage + ".completed", completed));
    }
}
