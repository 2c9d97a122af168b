package io.foldline.cli.local;

import io.foldline.event.Candidate;
import io.foldline.event.Drop;
import io.foldline.event.DropUnit;
import io.foldline.event.RunRequested;
import io.foldline.model.ModelCache;
import io.foldline.model.text.TokenizedSamples;
import io.foldline.scorer.ScorerStage;
import io.foldline.stage.ArtifactStore;
import io.foldline.stage.InProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Distances of candidate cuts, in this process and without a broker: the scorer's, size by size. */
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
            ScorerStage scorer = new ScorerStage(models, samples);
            for (int size : sizes.toArray()) {
                next.accept(size);
                RunRequested sized = RunRequested.newBuilder(request)
                        .setDrop(new Drop(DropUnit.BLOCKS, (double) size))
                        .build();
                candidates.addAll(new InProcess(artifacts).run(scorer, sized).getCandidates());
            }
        }
        return candidates;
    }
}
