package io.foldline.calibrator;

import ai.djl.ndarray.NDManager;
import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.event.ArtifactReference;
import io.foldline.model.BlockModel;
import io.foldline.model.SampleBatch;
import io.foldline.model.TokenRows;
import io.foldline.model.torch.TorchEngine;
import io.foldline.model.torch.TorchScript;
import io.foldline.passes.BatchSums;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.StatisticsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers statistics of least-squares problems from forward passes, real tokens only, float64; and activations where they
 * are wanted.
 */
public abstract sealed class Gatherer implements BatchSums<SampleBatch>, AutoCloseable
        permits StatisticsGatherer, StepGatherer {
    private static final String COUNTS = "counts";

    final TokenRows rows = new TokenRows();
    final TorchScript script = TorchScript.compile("statistics", TokenSums.SCRIPT + ActivationRows.SCRIPT);
    final NDManager manager;
    final boolean holdOut;
    final Optional<Activations> activations;
    private long samples;
    private long tokens;

    Gatherer(BlockModel model, boolean holdOut, Optional<Activations> activations) {
        manager = TorchEngine.newManager(model.device());
        this.holdOut = holdOut;
        this.activations = activations;
    }

    /** The sums of each problem, in a fixed order. */
    abstract List<SplitSums> sums();

    final SplitSums zero(int inputs, int outputs) {
        return SplitSums.zero(script, manager, inputs, outputs, holdOut);
    }

    /**
     * Adds what a batch gave, once it is through. Needs no memory to speak of; what fails here leaves sums that cannot be
     * gone on with.
     */
    final void commit(SampleBatch batch, List<TokenSums.Terms> terms) {
        try {
            terms.forEach(TokenSums.Terms::commit);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new IllegalStateException("a batch was added in part; the task has to begin again", e);
        }
        samples += batch.tokens().size();
        tokens += batch.tokens().realTokens();
    }

    /** Statistics of each problem, in a fixed order. */
    public final List<SplitStatistics> statistics() {
        return sums().stream().map(SplitSums::statistics).toList();
    }

    @Override
    public final Map<String, DoubleTensor> state() {
        Map<String, DoubleTensor> state = StatisticsFile.tensors(statistics());
        state.put(COUNTS, DoubleTensor.vector((double) samples, (double) tokens));
        return state;
    }

    /** Activations are not in the state: it names the files that they are in. */
    @Override
    public final Map<String, String> words() throws IOException {
        return activations.isPresent() ? activations.get().words() : Map.of();
    }

    /** Files with the activations, all of which are stored by then; see {@link io.foldline.pruning.ActivationsFile}. */
    public final List<ArtifactReference> activations() throws IOException {
        return activations.isPresent() ? activations.get().files() : List.of();
    }

    @Override
    public final void restore(SafetensorsFile state) throws IOException {
        List<SplitSums> sums = sums();
        List<SplitStatistics> saved = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            saved.add(StatisticsFile.read(state, i));
            if (!sums.get(i).fits(saved.get(i))) {
                throw new InputException(
                        state.path() + ": statistics of another width or split, expected those of width "
                                + sums.get(i).fit().width());
            }
        }
        double[] counts = state.readDoubles(COUNTS);
        if (activations.isPresent()) {
            activations.get().restore(state.metadata());
        }
        for (int i = 0; i < sums.size(); i++) {
            sums.get(i).add(saved.get(i));
        }
        samples = (long) counts[0];
        tokens = (long) counts[1];
    }

    /** Samples added. */
    public final long samples() {
        return samples;
    }

    /** Real tokens added. */
    public final long tokens() {
        return tokens;
    }

    @Override
    public void close() {
        manager.close();
        rows.close();
        script.close();
    }
}
