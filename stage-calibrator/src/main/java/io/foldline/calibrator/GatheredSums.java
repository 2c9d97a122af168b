package io.foldline.calibrator;

import io.foldline.checkpoint.DoubleTensor;
import io.foldline.checkpoint.InputException;
import io.foldline.checkpoint.SafetensorsFile;
import io.foldline.model.SampleBatch;
import io.foldline.pruning.SplitStatistics;
import io.foldline.pruning.StatisticsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was gathered from batches so far: sums, and what they are sums of. */
final class GatheredSums {
    private static final String COUNTS = "counts";

    private final List<SplitSums> sums;
    private long samples;
    private long tokens;

    GatheredSums(List<SplitSums> sums) {
        this.sums = List.copyOf(sums);
    }

    /** Hears of a batch that was added. */
    void added(SampleBatch batch) {
        samples += batch.tokens().size();
        tokens += batch.tokens().realTokens();
    }

    List<SplitStatistics> statistics() {
        return sums.stream().map(SplitSums::statistics).toList();
    }

    Map<String, DoubleTensor> state() {
        Map<String, DoubleTensor> state = StatisticsFile.tensors(statistics());
        state.put(COUNTS, DoubleTensor.vector((double) samples, (double) tokens));
        return state;
    }

    void restore(SafetensorsFile state) throws IOException {
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
        for (int i = 0; i < sums.size(); i++) {
            sums.get(i).add(saved.get(i));
        }
        samples = (long) counts[0];
        tokens = (long) counts[1];
    }

    long samples() {
        return samples;
    }

    long tokens() {
        return tokens;
    }
}
