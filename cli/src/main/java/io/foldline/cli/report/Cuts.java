package io.foldline.cli.report;

import io.foldline.event.Cut;

/** Cuts in words. */
final class Cuts {
    private Cuts() {}

    /** Which blocks go: {@code removes 21–28}. */
    static String range(Cut cut) {
        int first = cut.getKept() + 1;
        int last = cut.getKept() + cut.getRemoved();
        return first == last ? "removes " + first : "removes " + first + "–" + last;
    }
}
