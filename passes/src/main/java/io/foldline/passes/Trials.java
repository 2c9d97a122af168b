package io.foldline.passes;

import io.foldline.event.Round;
import io.foldline.event.RunRequested;
import io.foldline.pruning.BlockMap;
import io.foldline.pruning.PruningMethods;
import io.foldline.pruning.RefitStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a method that goes from map to map ends with as many of its steps as are worth it: in a last round the model with the
 * first of them is compared with the dense one on samples that none was solved on, for several numbers of them.
 */
public final class Trials {
    private Trials() {}

    /**
     * Whether a run has such a round, and holds samples out for it. Models of pictures predict no tokens to compare, and take every
     * step.
     *
     * @throws UncheckedIOException if the model cannot be read just now
     */
    public static boolean planned(RunRequested request) {
        try {
            return PruningMethods.named(request.getMethod().getName()).tried()
                    && ModelUse.architecture(request.getModel()).patches() == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a run is in that round. */
    public static boolean isOn(RunRequested request) {
        Round round = request.getRound();
        return round != null && !round.getTried().isEmpty();
    }

    /**
     * The numbers of steps with which a run may end, ascending: none, all, and those after which a block or a fit of the norm
     * in front of the head is complete.
     */
    public static List<Integer> points(List<RefitStep> steps) {
        List<Integer> points = new ArrayList<>(List.of(0));
        for (int i = 1; i <= steps.size(); i++) {
            RefitStep last = steps.get(i - 1);
            if (i == steps.size()
                    || last.map() == BlockMap.FINAL_NORM
                    || steps.get(i).map() == BlockMap.FINAL_NORM
                    || steps.get(i).block() != last.block()) {
                points.add(i);
            }
        }
        return points;
    }
}
