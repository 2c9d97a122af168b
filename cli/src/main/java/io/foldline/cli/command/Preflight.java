package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import io.foldline.evaluator.EvaluationTask;
import io.foldline.evaluator.EvaluationTasks;
import io.foldline.evaluator.TaskOptions;
import io.foldline.event.Compute;
import io.foldline.event.Evaluation;
import io.foldline.event.RunRequested;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.PruningMethods;
import io.foldline.scorer.RequestCheck;
import java.io.IOException;
import java.util.regex.Pattern;

/** Finds out what is wrong with a request before anything is started for it. */
final class Preflight {
    private static final Pattern CUDA = Pattern.compile("cuda(:\\d{1,2})?");

    private Preflight() {}

    /**
     * Checks a request.
     *
     * @param here whether the stages run in this process; otherwise their CUDA devices are for them to know
     * @throws InputException if the request cannot be carried out
     */
    static void check(RunRequested request, boolean here) {
        requireCalibration(request);
        try {
            RequestCheck.check(here ? request : onAnyDevice(request));
            requireTasks(request);
        } catch (IOException e) {
            throw new InputException("a file cannot be read: " + e, e);
        }
    }

    private static RunRequested onAnyDevice(RunRequested request) {
        Compute compute = request.getCompute();
        return CUDA.matcher(compute.getDevice()).matches()
                ? RunRequested.newBuilder(request)
                        .setCompute(new Compute("cpu", compute.getDtype(), compute.getCalibrationDtype()))
                        .build()
                : request;
    }

    private static void requireCalibration(RunRequested request) {
        if (!request.getCalibration().getSources().isEmpty()) {
            return;
        }
        String method = request.getMethod().getName();
        if (request.getCuts().isEmpty()
                && BlockSelectors.named(request.getSelector().getName()).calibrated()) {
            throw new InputException(
                    "selector %s chooses the cut by calibration samples; give --calibration FILE, or the cut with --cut KEPT:N"
                            .formatted(request.getSelector().getName()));
        }
        if (PruningMethods.named(method).folds()) {
            throw new InputException(
                    "method %s needs calibration samples; give --calibration FILE (methods that drop blocks need none, with --cut or --selector magnitude)"
                            .formatted(method));
        }
    }

    /** @throws InputException if a task is not known or not one for the model, or its items are missing or malformed */
    private static void requireTasks(RunRequested request) throws IOException {
        Evaluation evaluation = request.getEvaluation();
        int limit = evaluation.getLimit() == null ? Integer.MAX_VALUE : evaluation.getLimit();
        if (limit < 1) {
            throw new InputException("--limit %d: expected at least 1".formatted(limit));
        }
        EvaluationTasks tasks = EvaluationTasks.of(evaluation.getTasks(), TaskOptions.of(evaluation));
        for (EvaluationTask task : tasks.tasks()) {
            task.requireModel(request.getModel(), limit);
        }
        Samples.require(tasks, limit);
    }
}
