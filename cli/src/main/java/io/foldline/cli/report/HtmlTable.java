package io.foldline.cli.report;

/** A table in HTML; cells are plain text. */
final class HtmlTable {
    private final StringBuilder rows = new StringBuilder();
    private final String style;

    /** @param style class of the table */
    HtmlTable(String style, String... heading) {
        this.style = style;
        if (heading.length > 0) {
            rows.append("<thead>");
            append("th", heading);
            rows.append("</thead>");
        }
    }

    HtmlTable row(String... cells) {
        append("td", cells);
        return this;
    }

    private void append(String element, String... cells) {
        rows.append("<tr>");
        for (String cell : cells) {
            rows.append("<%s>%s</%s>".formatted(element, Markup.escape(cell), element));
        }
        rows.append("</tr>\n");
    }

    @Override
    public String toString() {
        return "<div class=\"scroll\"><table class=\"%s\">%s</table></div>".formatted(style, rows);
    }
}
