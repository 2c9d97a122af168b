package io.foldline.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A self-contained HTML page: styles inside, nothing loaded from elsewhere. */
final class Page {
    private final StringBuilder body = new StringBuilder();
    private final String title;

    Page(String title) {
        this.title = title;
    }

    /** Begins a section. */
    Page heading(String text) {
        body.append("<h2>").append(Markup.escape(text)).append("</h2>\n");
        return this;
    }

    /** Adds a paragraph of plain text. */
    Page paragraph(String style, String text) {
        body.append("<p class=\"%s\">%s</p>%n".formatted(style, Markup.escape(text)));
        return this;
    }

    /** Adds a picture with a caption. */
    Page picture(Svg svg, String caption) {
        body.append("<figure>").append(svg).append("<figcaption>");
        body.append(Markup.escape(caption)).append("</figcaption></figure>\n");
        return this;
    }

    /** Adds markup that is safe already. */
    Page markup(Object markup) {
        body.append(markup).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                %s</main>
                </body>
                </html>
                """.formatted(Markup.escape(title), style(), Markup.escape(title), body);
    }

    private static String style() {
        try (InputStream css = Page.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(css, "report.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
