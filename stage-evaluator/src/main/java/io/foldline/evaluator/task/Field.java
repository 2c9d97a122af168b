package io.foldline.evaluator.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.checkpoint.InputException;
import io.foldline.model.text.DataRecord;
import io.foldline.model.text.jinja.JinjaException;
import io.foldline.model.text.jinja.Template;
import io.foldline.model.text.jinja.Value;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A field of a task file that says something about each document: the name of a column, a Jinja template, or a value that is
 * the same for all.
 */
final class Field {
    private final String name;
    private final JsonNode written;
    private final Optional<Template> template;

    /**
     * @param name of the field, for messages
     * @param where the task file, for messages
     * @throws InputException if it is a template that cannot be read
     */
    Field(String name, JsonNode written, String where) {
        this.name = name;
        this.written = written;
        try {
            template = written.isTextual()
                    ? Optional.of(Template.parse(written.textValue(), Template.Dialect.TASK))
                    : Optional.empty();
        } catch (JinjaException e) {
            throw new InputException("%s: %s, line %d: %s".formatted(where, name, e.line(), e.getMessage()), e);
        }
    }

    /**
     * Its value for a document. What a template gives is a text, even if it looks like a number.
     *
     * @throws InputException if the template fails; names the document
     */
    Value of(DataRecord document) {
        if (template.isEmpty()) {
            return Value.of(written);
        }
        JsonNode column = document.fields().get(written.textValue());
        return column != null ? Value.of(column) : new Value.Text(rendered(template.get(), document));
    }

    /** Whether its value is taken from a column or written in the file as it is. */
    boolean isGiven(DataRecord document) {
        return template.isEmpty() || document.fields().has(written.textValue());
    }

    private String rendered(Template made, DataRecord document) {
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        document.fields().properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
        try {
            return made.render(variables, LocalDateTime.MIN);
        } catch (JinjaException e) {
            throw new InputException(
                    "%s: %s fails in line %d: %s; the columns are %s"
                            .formatted(document.where(), name, e.line(), e.getMessage(), variables.keySet()),
                    e);
        }
    }
}
