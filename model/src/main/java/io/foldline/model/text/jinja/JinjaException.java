package io.foldline.model.text.jinja;

/** A template that cannot be read, or that fails while it is rendered. */
public final class JinjaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line line of the template, from 1 */
    JinjaException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Line of the template, from 1. */
    public int line() {
        return line;
    }
}
