package io.foldline.cli.local;

import io.foldline.event.Candidate;
import io.foldline.event.RunRequested;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.scorer.ScorerStage;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.InProcess;
import java.io.IOException;
import java.util.List;

/** Distances of candidate cuts, in this process and without a broker: the scorer's. */
public final class Analysis {
    private Analysis() {}

    /**
     * Distances of every candidate of the given sizes, by size; one pass over the samples serves all.
     *
     * @param request names model, calibration and selector; what it drops is one of the sizes
     * @param sizes numbers of removed blocks, ascending
     */
    public static List<Candidate> candidates(RunRequested request, List<Integer> sizes, ArtifactStore artifacts)
            throws IOException {
        try (ModelCache models = new ModelCache();
                TokenizedSamples samples = new TokenizedSamples()) {
            ScorerStage scorer = new ScorerStage(models, samples, sizes);
            return new InProcess(artifacts).run(scorer, request).getCandidates();
        }
    }
}
