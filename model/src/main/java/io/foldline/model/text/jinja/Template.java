package io.foldline.model.text.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;

/** A template, ready to be rendered; safe for use by several threads. */
public final class Template {
    private final Statement.Block statements;

    private Template(Statement.Block statements) {
        this.statements = statements;
    }

    /** @throws JinjaException if it is no template, or uses what is not supported */
    public static Template parse(String source) {
        try {
            return new Template(Parser.parse(source));
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
            return statements.render(Scope.of(values));
        } catch (StackOverflowError e) {
            throw new JinjaException(1, "the template calls itself too deeply");
        }
    }
}
