package io.foldline.model.text.jinja;

/**
 * A piece of a template.
 *
 * @param text of a string literal its value, else as it is written
 * @param line line on which it begins, from 1
 */
record Token(Kind kind, String text, int line) {
    /** Kinds of tokens. */
    enum Kind {
        /** Text outside of tags. */
        DATA,
        /** <code>{%</code>. */
        BLOCK_BEGIN,
        /** <code>%}</code>. */
        BLOCK_END,
        /** <code>{{</code>. */
        VARIABLE_BEGIN,
        /** <code>}}</code>. */
        VARIABLE_END,
        /** A word. */
        NAME,
        /** A string literal. */
        STRING,
        /** An integer. */
        INTEGER,
        /** A number with a fraction or an exponent. */
        FLOAT,
        /** Punctuation. */
        OPERATOR,
        /** The end of the template. */
        END
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** The token in words, for messages. */
    String describe() {
        return switch (kind) {
            case END -> "the end of the template";
            case DATA -> "text";
            case BLOCK_BEGIN, BLOCK_END, VARIABLE_BEGIN, VARIABLE_END, NAME, STRING, INTEGER, FLOAT, OPERATOR ->
                "'" + text + "'";
        };
    }
}
