package io.foldline.cli.report;

import java.util.Locale;

/** A drawing in SVG, styled by the page's classes; lengths in user units, the origin at the top left. */
final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final double width;
    private final double height;
    private final String title;

    /** @param title what the picture shows, for readers who cannot see it */
    Svg(double width, double height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    Svg rectangle(String style, double x, double y, double width, double height, String tip) {
        return add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\"><title>%s</title></rect>",
                style, x, y, Math.max(width, 0), Math.max(height, 0), Markup.escape(tip));
    }

    /** A rectangle whose strength of colour is {@code opacity}, 0 to 1. */
    Svg shade(String style, double x, double y, double width, double height, double opacity, String tip) {
        return add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill-opacity=\"%.3f\">"
                        + "<title>%s</title></rect>",
                style, x, y, width, height, opacity, Markup.escape(tip));
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        return add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", style, x1, y1, x2, y2);
    }

    Svg circle(String style, double x, double y, double radius, String tip) {
        return add(
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
                style, x, y, radius, Markup.escape(tip));
    }

    /** @param path SVG path data */
    Svg path(String style, String path) {
        return add("<path class=\"%s\" d=\"%s\"/>", style, path);
    }

    /** @param anchor start, middle or end */
    Svg text(String style, double x, double y, String anchor, String text) {
        return add(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                style, x, y, anchor, Markup.escape(text));
    }

    private Svg add(String pattern, Object... values) {
        body.append(String.format(Locale.ROOT, pattern, values)).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "<svg viewBox=\"0 0 %.0f %.0f\" style=\"max-width:%.0fpx\" role=\"img\" aria-label=\"%s\">%n",
                        width,
                        height,
                        width,
                        Markup.escape(title))
                + body
                + "</svg>\n";
    }
}
