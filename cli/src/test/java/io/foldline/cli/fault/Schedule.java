package io.foldline.cli.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Runs and what happens to them, a pure function of the seed.
 *
 * @param runs what is asked for, all at the same time
 * @param faults in no order
 */
record Schedule(long seed, Kind kind, List<Shape> runs, List<Fault> faults) {
    static Schedule of(long seed) {
        Kind[] kinds = Kind.values();
        Kind kind = kinds[Math.floorMod(seed, kinds.length)];
        Draw draw = Draw.of(seed);
        List<Shape> runs = new ArrayList<>();
        int count = draw.number(2, 3);
        for (int i = 0; i < count; i++) {
            runs.add(draw.oneOf(Shape.ALL));
        }
        return new Schedule(seed, kind, runs, kind.draw(draw));
    }

    /** The name of a run in the cluster. */
    String runId(int run) {
        return "seed-" + seed + "-run-" + run;
    }

    /** Whether somebody asks for the end of a run. */
    boolean cancels(int run) {
        return faults.stream().anyMatch(fault -> fault instanceof Fault.RunCancelled cancel && cancel.run() == run);
    }

    /** Whether processes die, which leave behind what they were writing. */
    boolean kills() {
        return faults.stream().anyMatch(fault -> fault instanceof Fault.WorkerKilled);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "seed %d, %s: %s; runs %s",
                seed,
                kind,
                faults,
                runs.stream().map(run -> run.method() + "/" + run.tasks()).collect(Collectors.joining(" ")));
    }
}
