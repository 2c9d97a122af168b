package io.foldline.cli.report;

/** Text made safe for HTML and SVG. */
final class Markup {
    private Markup() {}

    static String escape(Object value) {
        return String.valueOf(value)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
