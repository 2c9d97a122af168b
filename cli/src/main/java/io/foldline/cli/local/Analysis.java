package io.foldline.cli.local;

import io.foldline.calibrator.CalibratorStage;
import io.foldline.event.BlocksScored;
import io.foldline.event.Candidate;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.RunRequested;
import io.foldline.event.TransformsSolved;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.passes.Plans;
import io.foldline.pruning.BlockSelector;
import io.foldline.pruning.BlockSelectors;
import io.foldline.pruning.ScoreBasis;
import io.foldline.scorer.ScorerStage;
import io.foldline.solver.SolverStage;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.InProcess;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores of candidate cuts, in this process and without a broker: the scorer's, with the calibrator and the solver where
 * candidates are compared by their folds.
 */
public final class Analysis {
    private Analysis() {}

    /**
     * Scores of every candidate of the given sizes, by size; where hidden states are compared, one pass over the samples
     * serves all.
     *
     * @param request names model, calibration and selector; what it drops is one of the sizes
     * @param sizes numbers of removed blocks, ascending
     */
    public static List<Candidate> candidates(RunRequested request, List<Integer> sizes, ArtifactStore artifacts)
            throws IOException {
        BlockSelector selector = BlockSelectors.named(request.getSelector().getName());
        try (ModelCache models = new ModelCache();
                TokenizedSamples samples = new TokenizedSamples()) {
            InProcess process = new InProcess(artifacts);
            if (selector.basis() == ScoreBasis.STATES) {
                return process.run(new ScorerStage(models, samples, sizes), request)
                        .getCandidates();
            }
            List<Candidate> candidates = new ArrayList<>();
            for (int size : sizes) {
                RunRequested sized = RunRequested.newBuilder(request)
                        .setDrop(new Drop(DropUnit.BLOCKS, (double) size))
                        .build();
                candidates.addAll(ofSize(sized, process, models, samples));
            }
            return candidates;
        }
    }

    private static List<Candidate> ofSize(
            RunRequested request, InProcess process, ModelCache models, TokenizedSamples samples) throws IOException {
        ScorerStage scorer = new ScorerStage(models, samples);
        SolverStage solver = new SolverStage();
        BlocksScored scored = process.run(scorer, request);
        if (Plans.areCandidates(scored.getPlan())) {
            TransformsSolved solved = process.run(solver, process.run(new CalibratorStage(models, samples), scored));
            scored = process.run(scorer, solver.again(solved, Instant.now()).orElseThrow());
        }
        return scored.getCandidates();
    }
}
