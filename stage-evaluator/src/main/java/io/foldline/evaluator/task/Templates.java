package io.foldline.evaluator.task;

import io.foldline.checkpoint.InputException;
import io.foldline.model.text.DataRecord;
import io.foldline.model.text.jinja.EvaluationException;
import io.foldline.model.text.jinja.PythonLiteral;
import io.foldline.model.text.jinja.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is shown of a document, as lm-evaluation-harness makes it of the fields of a task file.
 *
 * @param text what stands in front of the answer; where it is a number, the choices do, and it says which one is right
 * @param choices among which an answer is chosen
 * @param target the right answer: its number among the choices, or its text
 * @param count the text whose words and bytes the likelihood of a target is divided by; empty: the target itself
 * @param description stands in front of everything
 * @param targetDelimiter between question and answer
 * @param exampleDelimiter behind each example
 */
public record Templates(
        Optional<Field> text,
        Optional<Field> choices,
        Field target,
        Optional<Field> count,
        Optional<Field> description,
        String targetDelimiter,
        String exampleDelimiter) {
    static final String EXAMPLE_DELIMITER = "\n\n";

    private static final String TARGET_DELIMITER = " ";

    static Templates read(YamlFields fields, OutputType type) {
        if (type == OutputType.MULTIPLE_CHOICE && !fields.has("doc_to_choice")) {
            throw new InputException(fields.where() + ": no field doc_to_choice, which multiple_choice needs");
        }
        return new Templates(
                fields.field("doc_to_text"),
                fields.field("doc_to_choice"),
                fields.field("doc_to_target")
                        .orElseThrow(() -> new InputException(fields.where() + ": no field doc_to_target")),
                fields.field("doc_to_count"),
                fields.field("description"),
                fields.text("target_delimiter").orElse(TARGET_DELIMITER),
                fields.text("fewshot_delimiter").orElse(EXAMPLE_DELIMITER));
    }

    /** The text in front of the answer; a number where the choices stand in front of it. */
    Value text(DataRecord document) {
        return text.map(field -> numbered(field, document)).orElse(new Value.Text(""));
    }

    /** The right answer: a number among the choices, a text, or a list of either where several are right. */
    Value target(DataRecord document) {
        Value value = numbered(target, document);
        boolean list = value instanceof Value.Text text
                && text.text().length() >= 2
                && text.text().startsWith("[")
                && text.text().endsWith("]");
        if (!list || target.isGiven(document)) {
            return value;
        }
        try {
            return PythonLiteral.parse(value.printed());
        } catch (EvaluationException e) {
            return value;
        }
    }

    private Value numbered(Field field, DataRecord document) {
        Value value = field.of(document);
        boolean number = choices.isPresent()
                && value instanceof Value.Text text
                && !text.text().isEmpty()
                && text.text().chars().allMatch(c -> c >= '0' && c <= '9');
        return number && !field.isGiven(document) ? PythonLiteral.parse(value.printed()) : value;
    }

    /** The choices, at least one. */
    List<String> choices(DataRecord document) {
        Field field = choices.orElseThrow();
        Value value = field.of(document);
        if (!field.isGiven(document)) {
            try {
                value = PythonLiteral.parse(value.printed());
            } catch (EvaluationException e) {
                throw new InputException(
                        "%s: doc_to_choice does not give a list: %s".formatted(document.where(), e.getMessage()), e);
            }
        }
        if (!(value instanceof Value.Sequence sequence) || sequence.items().isEmpty()) {
            throw new InputException("%s: doc_to_choice: expected a list of choices, found %s"
                    .formatted(document.where(), value.printed()));
        }
        List<String> texts = new ArrayList<>();
        sequence.items().forEach(item -> texts.add(item.printed()));
        return texts;
    }
}
