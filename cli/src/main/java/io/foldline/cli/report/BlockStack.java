package io.foldline.cli.report;

import io.foldline.event.Cut;
import io.foldline.event.Plan;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The blocks of the dense model in a row, embedding to the left: kept, removed, and those that carry a fold. */
final class BlockStack {
    private static final double WIDTH = 720;
    private static final double BLOCK_HEIGHT = 56;
    private static final double TOP = 34;
    private static final int A_ROW = 32;

    private BlockStack() {}

    static Svg draw(Plan plan, boolean folds) {
        int blocks = plan.getBlocks();
        int columns = Math.min(blocks, A_ROW);
        int rows = (blocks + A_ROW - 1) / A_ROW;
        double step = Math.min(64, WIDTH / columns);
        double rowHeight = BLOCK_HEIGHT + TOP + 14;
        Svg svg = new Svg(WIDTH, rows * rowHeight, "Blocks of the dense model, the removed ones marked");
        Set<Integer> removed = new TreeSet<>(plan.getRemoved());
        Set<Integer> folded = plan.getCuts().stream().map(Cut::getKept).collect(Collectors.toSet());
        for (int block = 0; block < blocks; block++) {
            double x = block % A_ROW * step;
            int row = block / A_ROW;
            double y = row * rowHeight + TOP;
            boolean gone = removed.contains(block);
            boolean carries = folds && folded.contains(block);
            String style = gone ? "removed" : carries ? "folded" : "kept";
            String tip = "block " + block + (gone ? ", removed" : carries ? ", kept, carries the fold" : ", kept");
            svg.rectangle(style, x + 2, y, step - 4, BLOCK_HEIGHT, tip);
            if (gone) {
                svg.line("cross", x + 8, y + 8, x + step - 8, y + BLOCK_HEIGHT - 8);
            }
            svg.text("block", x + step / 2, y + BLOCK_HEIGHT / 2 + 4, "middle", Integer.toString(block));
        }
        if (folds) {
            plan.getCuts().forEach(cut -> arrow(svg, cut, step, rowHeight));
        }
        return svg;
    }

    /** From the removed blocks over to the one that stands in for them. */
    private static void arrow(Svg svg, Cut cut, double step, double rowHeight) {
        int middle = cut.getKept() + (cut.getRemoved() + 1) / 2;
        int row = cut.getKept() / A_ROW;
        if (row != middle / A_ROW) {
            return;
        }
        double y = row * rowHeight + TOP;
        double from = middle % A_ROW * step + step / 2;
        double to = cut.getKept() % A_ROW * step + step / 2;
        svg.path(
                "arrow",
                String.format(
                        Locale.ROOT,
                        "M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f M%.1f %.1f l-4 -7 m4 7 l7 -4",
                        from,
                        y - 2,
                        from,
                        y - 30,
                        to,
                        y - 30,
                        to,
                        y - 3,
                        to,
                        y - 3));
    }
}
