package io.foldline.cli.report;

import io.foldline.cli.show.Numbers;
import java.util.List;

/** The page of a comparison: a picture and a table for each task. */
public final class ComparisonReport {
    private final Page page;

    /**
     * @param model name of the dense model
     * @param lead what was compared on which texts
     */
    public ComparisonReport(String model, String lead) {
        page = new Page(model + ": methods compared");
        page.paragraph("lead", lead);
    }

    /**
     * Adds what a task measured.
     *
     * @param dense figure of the dense model
     * @param table heading, then a row a method
     */
    public void add(String task, String metric, double dense, Lines lines, List<List<String>> table) {
        page.heading(task);
        page.picture(
                lines.draw(dense, metric + " by the number of removed blocks"),
                "%s by the number of removed blocks; dense %s.".formatted(metric, Numbers.score(dense)));
        HtmlTable rows = new HtmlTable("numbers", table.get(0).toArray(String[]::new));
        table.subList(1, table.size()).forEach(row -> rows.row(row.toArray(String[]::new)));
        page.markup(rows);
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
