package io.foldline.model.text.jinja;

/** An expression that has no value; the statement that it stands in adds the line. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EvaluationException(String message) {
        super(message);
    }
}
