package io.foldline.scorer;

import io.foldline.checkpoint.InputException;
import io.foldline.event.Compatibility;
import io.foldline.event.CutPolicy;
import io.foldline.event.Ridge;
import io.foldline.event.RidgeKind;
import io.foldline.event.RunRequested;
import io.foldline.model.Architecture;
import io.foldline.model.ComputeOptions;
import io.foldline.model.FoldTarget;
import io.foldline.model.ResidualStream;
import io.foldline.passes.ModelUse;
import io.foldline.passes.Plans;
import io.foldline.passes.Refits;
import io.foldline.passes.Trials;
import io.foldline.pruning.BlockChoice;
import io.foldline.pruning.BlockMap;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.HeldOut;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.PruningPlan;
import io.foldline.pruning.RefitStep;
import io.foldline.pruning.RidgeSetting;
import io.foldline.pruning.ScoreBasis;
import io.foldline.pruning.TransformKind;
import io.foldline.storage.Output;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks a request as a whole, so that what cannot succeed fails before anything is computed. Reads headers and counts
 * texts; quick. The tasks of the evaluation are the evaluator's to check.
 */
public final class RequestCheck {
    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    private RequestCheck() {}

    /**
     * Checks a run that has not begun: once the merger is through, the output exists, which is an error here.
     *
     * @throws InputException if the request cannot be carried out; the message says what to change
     * @throws IOException if a file cannot be read just now
     */
    public static CheckedRequest check(RunRequested request) throws IOException {
        if (!RUN_ID.matcher(request.getRunId()).matches()) {
            throw new InputException(
                    "run id \"%s\": expected 1 to 200 letters, digits, '.', '_' and '-', not beginning with '.'."
                            .formatted(request.getRunId()));
        }
        requireKnownChoices(request);
        PruningMethod method = PruningMethods.named(request.getMethod().getName());
        method.values(request.getMethod().getOptions());
        BlockSelector selector = BlockSelectors.named(request.getSelector().getName());
        selector.values(request.getSelector().getOptions());
        requireRidge(request.getMethod().getRidge(), method);
        requireTimeBudget(request, method, selector);
        requirePolicy(request, method);
        requireNew(Output.of(request.getOutput()));
        ComputeOptions.parse(
                        request.getCompute().getDevice(), request.getCompute().getDtype())
                .forStatistics(request.getCompute().getCalibrationDtype());
        Architecture architecture = ModelUse.architecture(request.getModel());
        requireFoldable(architecture, method, request);
        Optional<PruningPlan> explicit = request.getCuts().isEmpty()
                ? Optional.empty()
                : Optional.of(Plans.of(request.getCuts(), architecture.blocks()));
        if (method.transform() == TransformKind.COLLAPSE) {
            explicit.ifPresent(plan -> plan.cuts().forEach(cut -> architecture.requireAlike(cut.kept(), cut.last())));
        }
        requireChoice(request, selector, architecture);
        boolean calibrated = (explicit.isEmpty() && selector.calibrated()) || method.folds();
        int samples = calibrated ? CalibrationCheck.countSamples(request, architecture, method) : 0;
        if (explicit.isEmpty() && selector.equals(BlockSelectors.PERPLEXITY)) {
            requireHeldOut(samples, request, "selector perplexity judges candidates");
        }
        if (Trials.planned(request)) {
            requireHeldOut(samples, request, "method %s judges its steps".formatted(method.name()));
        }
        return new CheckedRequest(architecture, method, selector, explicit, samples);
    }

    private static void requireHeldOut(int samples, RunRequested request, String judge) {
        if (request.getMethod().getRidge().getKind() == RidgeKind.AUTO) {
            throw new InputException(
                    "alpha auto: %s on the held-out texts, so a ridge cannot be chosen on them too; give --alpha X."
                            .formatted(judge));
        }
        if (samples < HeldOut.EVERY) {
            throw new InputException(
                    "%d calibration samples: %s on one in %d, which are held out, so at least %d are needed; give more."
                            .formatted(samples, judge, HeldOut.EVERY, HeldOut.EVERY));
        }
    }

    private static void requireTimeBudget(RunRequested request, PruningMethod method, BlockSelector selector) {
        int seconds = request.getTimeBudget();
        if (seconds < 0) {
            throw new InputException("time budget of %d seconds: expected at least 0.".formatted(seconds));
        }
        boolean chooses = request.getCuts().isEmpty() && selector.choice() == BlockChoice.GREEDY;
        if (seconds > 0 && method.walk().isEmpty() && !chooses) {
            throw new InputException(
                    "--time-budget: method %s with selector %s has no step that could be left out; leave it out, or give a --deadline."
                            .formatted(method.name(), selector.name()));
        }
    }

    private static void requireKnownChoices(RunRequested request) {
        if (request.getCompatibility() == Compatibility.UNKNOWN) {
            throw new InputException("compatibility is not known to this version: expected NONE or REFERENCE.");
        }
        if (request.getTaskSeconds() < 1) {
            throw new InputException("tasks of %d seconds: expected at least 1.".formatted(request.getTaskSeconds()));
        }
        if (request.getCutPolicy() == CutPolicy.UNKNOWN) {
            throw new InputException(
                    "policy of several cuts is not known to this version: expected ONE_SHOT or SEQUENTIAL.");
        }
    }

    private static void requirePolicy(RunRequested request, PruningMethod method) {
        if (request.getCutPolicy() == CutPolicy.SEQUENTIAL && !method.sequential()) {
            throw new InputException(
                    "--policy sequential: method %s folds no transform, or scales what is in front of it, so its cuts are not calibrated one by one; leave it out."
                            .formatted(method.name()));
        }
    }

    private static void requireRidge(Ridge ridge, PruningMethod method) {
        RidgeSetting.of(ridge.getKind().name(), ridge.getValue());
        if (ridge.getKind() == RidgeKind.AUTO && method.ridge().isEmpty()) {
            throw new InputException("alpha auto: method %s has no ridge to choose.".formatted(method.name()));
        }
    }

    /** Behind an MLP's last layer there may be a norm, through which no other map than a diagonal one passes. */
    private static void requireFoldable(Architecture architecture, PruningMethod method, RunRequested request) {
        if (method.transform() == TransformKind.WEIGHTS) {
            requireMaps(architecture, method, request);
            return;
        }
        if (method.transform().scales()) {
            new ResidualStream(architecture);
        }
        for (FoldTarget target : architecture.foldTargets(0)) {
            if (target.diagonalOnly() && method.transform().mapsAll()) {
                throw new InputException(
                        "method %s: blocks of model_type %s end in a norm behind the MLP (%s), into which only a diagonal map folds exactly; use --method diagonal, or uidl, which folds nothing."
                                .formatted(method.name(), architecture.modelType(), target.tensor()));
            }
        }
    }

    private static void requireMaps(Architecture architecture, PruningMethod method, RunRequested request) {
        for (int block = 0; block < architecture.blocks(); block++) {
            for (BlockMap map : BlockMap.OF_BLOCKS) {
                Refits.maps(architecture, new RefitStep(block, map, block));
            }
        }
        if (method.readouts(request.getMethod().getOptions()) > 0) {
            Refits.finalNorm(architecture);
        }
        if (!request.getCompute().getCalibrationDtype().equals("auto")) {
            throw new InputException(
                    "method %s: its new weights are fitted to the weights as they are, expected --calibration-dtype auto, found %s."
                            .formatted(method.name(), request.getCompute().getCalibrationDtype()));
        }
        if (request.getCompatibility() == Compatibility.REFERENCE) {
            throw new InputException("method %s: the original library has no such method; leave out --compat reference."
                    .formatted(method.name()));
        }
    }

    private static void requireNew(Output output) throws IOException {
        if (output.exists()) {
            throw new InputException(output + ": the output folder exists; choose another, or remove it.");
        }
    }

    private static void requireChoice(RunRequested request, BlockSelector selector, Architecture architecture) {
        requireWindows(request, selector);
        if (!request.getCuts().isEmpty()) {
            return;
        }
        if (selector.basis() == ScoreBasis.LOSS && architecture.patches() != null) {
            throw RemovalLosses.notOfLanguage(architecture, selector);
        }
        if (Removal.unmeasured(request).isEmpty()) {
            requireRemovable(request, architecture.blocks());
        }
    }

    private static void requireWindows(RunRequested request, BlockSelector selector) {
        if (request.getCutCount() == 1) {
            return;
        }
        String why = "";
        if (!request.getCuts().isEmpty()) {
            why = "the cuts are given";
        } else if (selector.single()) {
            why = "selector %s takes single blocks, wherever they are".formatted(selector.name());
        } else if (selector.basis() != ScoreBasis.STATES) {
            why = "selector %s takes one window; several are for angular and cosine".formatted(selector.name());
        }
        if (!why.isEmpty()) {
            throw new InputException("--cuts %d: %s; leave it out.".formatted(request.getCutCount(), why));
        }
    }

    /**
     * Of a budget once it is measured.
     *
     * @param blocks of the dense model
     * @throws InputException if the selector cannot take as many
     */
    static void requireRemovable(RunRequested request, int blocks) {
        Removal.windows(request, blocks);
        BlockSelector selector = BlockSelectors.named(request.getSelector().getName());
        int removed = Removal.blocks(request, blocks);
        int candidates =
                selector.candidates(blocks, request.getSelector().getOptions()).size();
        if (removed > candidates) {
            throw new InputException(
                    "%d of %d blocks are to go, but selector %s may take only %d: remove fewer, or protect fewer (--selector-option protect-first, protect-last)."
                            .formatted(removed, blocks, selector.name(), candidates));
        }
    }
}
