package io.foldline.model.text.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;

/** A template, ready to be rendered; safe for use by several threads. */
public final class Template {
    private final Statement.Block statements;
    private final Dialect dialect;

    private Template(Statement.Block statements, Dialect dialect) {
        this.statements = statements;
        this.dialect = dialect;
    }

    /** How templates of different origin are read. */
    public enum Dialect {
        /**
         * Chat templates, as transformers reads them: space around blocks is trimmed, a line break at the end goes, and what is
         * missing is printed as nothing.
         */
        CHAT,
        /** Benchmark tasks, as lm-evaluation-harness reads them: text stays as it is, and variables have to be there. */
        TASK
    }

    /** @throws JinjaException if it is no template, or uses what is not supported */
    public static Template parse(String source, Dialect dialect) {
        try {
            return new Template(Parser.parse(source, dialect == Dialect.CHAT), dialect);
        } catch (StackOverflowError e) {
            throw new JinjaException(1, "the template is nested too deeply");
        }
    }

    /**
     * The text that the template makes.
     *
     * @param variables by name; those that are missing are undefined
     * @param now the time that {@code strftime_now} tells
     * @throws JinjaException if an expression has no value, or the template raises an exception
     */
    public String render(Map<String, JsonNode> variables, LocalDateTime now) {
        Map<String, Value> values = new HashMap<>(Globals.of(now));
        variables.forEach((name, value) -> values.put(name, Values.of(value)));
        try {
            return statements.render(Scope.of(values, dialect == Dialect.TASK));
        } catch (StackOverflowError e) {
            throw new JinjaException(1, "the template calls itself too deeply");
        }
    }
}
