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
import io.foldline.scorer.ScorerStage;
import io.foldline.solver.SolverStage;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.InProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Scores of candidate cuts, in this process and without a broker: the scorer's, size by size, with the calibrator and the solver
 * where candidates are compared by their folds.
 */
public final class Analysis {
    private Analysis() {}

    /**
     * Distances of every candidate of the given sizes.
     *
     * @param request names model, calibration and selector
     * @param sizes numbers of removed blocks
     * @param next told the size that is next
     */
    public static List<Candidate> candidates(
            RunRequested request, IntStream sizes, ArtifactStore artifacts, IntConsumer next) throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        try (ModelCache models = new ModelCache();
                TokenizedSamples samples = new TokenizedSamples()) {
            InProcess process = new InProcess(artifacts);
            ScorerStage scorer = new ScorerStage(models, samples);
            CalibratorStage calibrator = new CalibratorStage(models, samples);
            SolverStage solver = new SolverStage();
            for (int size : sizes.toArray()) {
                next.accept(size);
                RunRequested sized = RunRequested.newBuilder(request)
                        .setDrop(new Drop(DropUnit.BLOCKS, (double) size))
                        .build();
                BlocksScored scored = process.run(scorer, sized);
                if (Plans.areCandidates(scored.getPlan())) {
                    TransformsSolved solved = process.run(solver, process.run(calibrator, scored));
                    scored = process.run(scorer, solver.again(solved).orElseThrow());
                }
                candidates.addAll(scored.getCandidates());
            }
        }
        return candidates;
    }
}
