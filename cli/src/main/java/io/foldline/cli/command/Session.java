package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.cli.local.Follower;
import io.foldline.cli.local.IdleWarning;
import io.foldline.cli.local.Pipeline;
import io.foldline.cli.report.OutputFiles;
import io.foldline.cli.request.RunIds;
import io.foldline.cli.show.Display;
import io.foldline.cli.story.RunStory;
import io.foldline.cli.story.StoryTeller;
import io.foldline.event.FailureKind;
import io.foldline.event.RunCancelled;
import io.foldline.event.RunFailed;
import io.foldline.event.RunRequested;
import io.foldline.kafka.log.RunClient;
import io.foldline.kafka.log.RunLog;
import io.foldline.kafka.log.RunStatus;
import io.foldline.kafka.log.RunView;
import io.foldline.stage.CancelledException;
import io.foldline.storage.Output;
import io.foldline.storage.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/** Takes requests to their end on a pipeline. */
final class Session {
    private final Pipeline pipeline;
    private final PrintWriter err;
    private final Instant start = Instant.now();

    Session(Pipeline pipeline, PrintWriter err) {
        this.pipeline = pipeline;
        this.err = err;
    }

    /**
     * Begins a run, or goes on with the one that the same request began, and waits for its end.
     *
     * @param named whether the user gave the run its name
     * @return the completed run; its output folder has report, run file and card
     * @throws InputException if the run failed because of its input
     * @throws RunFailedException if it failed otherwise
     * @throws CancelledException if it was cancelled
     */
    RunStory run(RunRequested request, boolean named) throws IOException {
        try (RunLog log = RunLog.open(pipeline.settings())) {
            log.snapshot();
            RunChoice choice =
                    named ? RunChoice.named(log, request) : RunChoice.derived(log, request, Session::lacksReport);
            choice.begun()
                    .filter(run -> run.status() != RunStatus.COMPLETED)
                    .map(RunView::request)
                    .filter(begun -> !RunIds.sameSchedule(begun, request))
                    .ifPresent(begun -> say("priority, deadline and task size stay as they were when the run began"));
            return follow(log, choice);
        }
    }

    /** The run that the same request began earlier and that completed; empty where there is none. */
    Optional<RunStory> completed(RunRequested request) throws IOException {
        try (RunLog log = RunLog.open(pipeline.settings())) {
            log.snapshot();
            return log.whole(request.getRunId())
                    .filter(run -> run.status() == RunStatus.COMPLETED)
                    .map(StoryTeller::tell);
        }
    }

    /**
     * Begins a failed run again with the stage that failed, or goes on with a run that has not ended, and waits for its
     * end.
     *
     * @return the completed run
     * @throws InputException if there is no such run or it cannot be retried, or if it failed because of its input
     * @throws RunFailedException if it failed otherwise
     * @throws CancelledException if it was cancelled
     */
    RunStory retry(String runId) throws IOException {
        try (RunLog log = RunLog.open(pipeline.settings())) {
            RunView run = OneRun.find(log, runId);
            return follow(log, run.status().ended() ? new RunChoice.Retried(run) : new RunChoice.Continue(run));
        }
    }

    private RunStory follow(RunLog log, RunChoice choice) throws IOException {
        String runId = begin(log, choice);
        IdleWarning idle = new IdleWarning(pipeline.settings(), this::say);
        RunView ended;
        try (Display display = Display.of(err)) {
            ended = Follower.follow(log, runId, display, run -> {
                pipeline.check();
                if (!pipeline.isLocal()) {
                    idle.look(run);
                }
            });
        }
        finishOthers(log);
        return outcome(ended);
    }

    private String begin(RunLog log, RunChoice choice) throws IOException {
        if (choice instanceof RunChoice.Continue going) {
            RunView run = going.run();
            if (!run.status().ended()) {
                say("going on with run " + run.runId());
            }
            return run.runId();
        }
        if (choice instanceof RunChoice.Retried retried) {
            return retry(log, retried.run());
        }
        RunRequested request = ((RunChoice.Begin) choice).request();
        Preflight.check(request, pipeline.isLocal());
        try (RunClient client = RunClient.open(pipeline.settings())) {
            client.submit(request);
        }
        say("run " + request.getRunId());
        return request.getRunId();
    }

    private String retry(RunLog log, RunView run) throws IOException {
        Retry.check(run);
        try (RunClient client = RunClient.open(pipeline.settings())) {
            client.retry(run, "asked for again");
        }
        say(Retry.describe(run));
        // Otherwise the failure that was read before would end the run once more.
        log.snapshot();
        return run.runId();
    }

    private static RunStory outcome(RunView run) throws IOException {
        if (run.status() == RunStatus.COMPLETED) {
            RunStory story = StoryTeller.tell(run);
            if (lacksReport(run)) {
                OutputFiles.write(story);
            }
            return story;
        }
        throw failure(run);
    }

    /** What to throw for a run that ended without a result. */
    static RuntimeException failure(RunView run) {
        RunFailed failed = run.failed();
        if (run.status() == RunStatus.FAILED && failed != null) {
            return failed.getKind() == FailureKind.INPUT
                    ? new InputException(failed.getMessage())
                    : new RunFailedException("run %s failed in the %s: %s"
                            .formatted(run.runId(), failed.getStage(), failed.getMessage()));
        }
        RunCancelled cancelled = run.cancelled();
        return new CancelledException(
                "run %s was cancelled%s".formatted(run.runId(), cancelled == null ? "" : ": " + cancelled.getReason()));
    }

    /** Runs that an earlier process began may have completed here, too. */
    private void finishOthers(RunLog log) throws IOException {
        for (RunView run : log.runs()) {
            if (run.endedAt() != null && run.endedAt().isAfter(start) && mayBeOurs(run) && lacksReport(run)) {
                OutputFiles.write(StoryTeller.tell(log.whole(run.runId()).orElseThrow()));
            }
        }
    }

    /** Object stores of other users are for them to look into. */
    private boolean mayBeOurs(RunView run) {
        return pipeline.isLocal()
                || (run.completed() != null && !Place.isRemote(run.completed().getOutput()));
    }

    /** Whether a run completed, its checkpoint is here, and nobody has written its report yet. */
    private static boolean lacksReport(RunView run) {
        if (run.completed() == null) {
            return false;
        }
        try {
            Output output = Output.of(run.completed().getOutput());
            return output.exists() && !output.has(OutputFiles.REPORT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }
}
