package io.foldline.passes;

import io.foldline.checkpoint.Checkpoint;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.checkpoint.TensorInfo;
import io.foldline.event.Fold;
import io.foldline.event.Plan;
import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.model.Architecture;
import io.foldline.model.LinearMaps;
import io.foldline.model.NormGain;
import io.foldline.model.Variant;
import io.foldline.passes.fold.StoredTransform;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.RefitStep;
import io.foldline.stage.ArtifactStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How a run whose method gives kept blocks new weights goes from map to map, one in each round. */
public final class Refits {
    private Refits() {}

    /** The maps that get new weights, in the order of the rounds; empty for other methods, and while nothing is chosen. */
    public static List<RefitStep> steps(RunRequested request, Plan plan) {
        if (Plans.areCandidates(plan)) {
            return List.of();
        }
        PruningMethod method = PruningMethods.named(request.getMethod().getName());
        return method.steps(Plans.of(plan), request.getMethod().getOptions());
    }

    /** The map that this round is about; empty for other methods. */
    public static Optional<RefitStep> step(RunRequested request, Plan plan) {
        List<RefitStep> steps = steps(request, plan);
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(steps.get(solved(request).size()));
    }

    /** How many rounds a run takes for new weights, the one that tries them among them. */
    public static int rounds(RunRequested request, Plan plan) {
        int steps = steps(request, plan).size();
        return steps > 0 && Trials.planned(request) ? steps + 1 : steps;
    }

    /** What the rounds before this one have solved. */
    public static List<Fold> solved(RunRequested request) {
        Round round = request.getRound();
        return round == null ? List.of() : round.getFolds();
    }

    /**
     * The maps of a step.
     *
     * @throws InputException if the architecture has none there that can get new weights
     */
    public static LinearMaps maps(Architecture architecture, RefitStep step) {
        Optional<LinearMaps> maps =
                switch (step.map()) {
                    case ATTENTION_INPUT -> architecture.attentionInputs(step.block());
                    case ATTENTION_OUTPUT -> architecture.attentionOutput(step.block());
                    case MLP_INPUT -> architecture.mlpInputs(step.block());
                    case MLP_OUTPUT -> architecture.mlpOutput(step.block());
                    case FINAL_NORM -> Optional.<LinearMaps>empty();
                };
        return maps.orElseThrow(() -> new InputException(
                "block %d of model_type %s has experts, or a norm behind attention or MLP, so its maps can get no new weights; use another method, such as replaceme-ls, diagonal or uidl."
                        .formatted(step.block(), architecture.modelType())));
    }

    /**
     * The norm in front of the head.
     *
     * @throws InputException if there is none that can be fitted to probabilities
     */
    public static NormGain finalNorm(Architecture architecture) {
        return architecture
                .readout()
                .orElseThrow(() -> new InputException(
                        "model_type %s has no head that gives next-token probabilities, or bounds its logits, so the norm in front of it cannot be fitted to them; give --option readout=0."
                                .formatted(architecture.modelType())));
    }

    /**
     * The dense model less the removed blocks, with the new weights and folded transforms so far.
     *
     * @throws IOException if weights cannot be had now
     */
    public static Variant variant(RunRequested request, Plan plan, ArtifactStore artifacts) throws IOException {
        return variant(plan, solved(request), artifacts);
    }

    /**
     * The dense model less the removed blocks, with some new weights and folded transforms.
     *
     * @throws IOException if weights cannot be had now
     */
    public static Variant variant(Plan plan, List<Fold> folds, ArtifactStore artifacts) throws IOException {
        return new Variant(Plans.of(plan).kept(), weights(folds, artifacts));
    }

    /**
     * Where tensors lie as they are now: in the weights of a round before this one, or in the checkpoint.
     *
     * @throws IOException if weights cannot be had now
     */
    public static Map<String, TensorInfo> current(
            RunRequested request, Checkpoint dense, Stream<String> names, ArtifactStore artifacts) throws IOException {
        Map<String, TensorInfo> solved = weights(solved(request), artifacts);
        Map<String, TensorInfo> current = new LinkedHashMap<>();
        names.forEach(name -> current.put(name, solved.getOrDefault(name, dense.tensor(name))));
        return current;
    }

    /**
     * Where new weights, and those with a transform folded in, lie, by the names of the tensors; of several for one map the
     * last counts.
     *
     * @throws IOException if weights cannot be had now
     */
    public static Map<String, TensorInfo> weights(List<Fold> folds, ArtifactStore artifacts) throws IOException {
        Map<String, TensorInfo> weights = new HashMap<>();
        for (Fold fold : folds) {
            weights.putAll(
                    SafetensorsFile.read(artifacts.get(fold.getTransform())).tensors());
        }
        weights.remove(StoredTransform.NAME);
        return weights;
    }
}
