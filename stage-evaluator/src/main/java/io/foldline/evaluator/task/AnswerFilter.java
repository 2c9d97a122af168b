package io.foldline.evaluator.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.foldline.model.text.jinja.PythonRegex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.PatternSyntaxException;

/**
 * What is taken out of a generated text before it is compared.
 *
 * @param name by which metrics are told apart that differ in it
 * @param steps one after the other
 */
public record AnswerFilter(String name, List<UnaryOperator<String>> steps) {
    /** Takes the text as it is. */
    public static final AnswerFilter NONE = new AnswerFilter("none", List.of());

    private static final Set<String> FIELDS = Set.of("name", "filter");
    private static final Set<String> STEP_FIELDS = Set.of("function", "regex_pattern", "group_select", "fallback");

    public AnswerFilter {
        steps = List.copyOf(steps);
    }

    static AnswerFilter read(JsonNode entry, String where) {
        YamlFields fields = new YamlFields(entry, where + ": filter_list", FIELDS);
        List<UnaryOperator<String>> steps = new ArrayList<>();
        for (JsonNode step : fields.list("filter")) {
            step(new YamlFields(step, fields.where(), STEP_FIELDS)).ifPresent(steps::add);
        }
        return new AnswerFilter(fields.need("name"), steps);
    }

    private static Optional<UnaryOperator<String>> step(YamlFields step) {
        String function = step.need("function");
        return switch (function) {
            case "take_first" -> Optional.empty();
            case "remove_whitespace" -> Optional.of(String::strip);
            case "lowercase" -> Optional.of(text -> text.toLowerCase(Locale.ROOT));
            case "regex" -> Optional.of(regex(step));
            default -> throw step.wrong("function", "regex, take_first, remove_whitespace or lowercase", function);
        };
    }

    private static UnaryOperator<String> regex(YamlFields step) {
        int select = step.count("group_select").orElse(0);
        String fallback = step.text("fallback").orElse("[invalid]");
        try {
            PythonRegex regex = PythonRegex.of(step.text("regex_pattern").orElse("#### (\\-?[0-9\\.\\,]+)"));
            return text -> chosen(regex.findAll(text), select).orElse(fallback);
        } catch (PatternSyntaxException e) {
            throw step.wrong("regex_pattern", "a regular expression", e.getDescription());
        }
    }

    /** Of the match at a place, which may be counted from the end, the first group that is not empty. */
    private static Optional<String> chosen(List<List<String>> matches, int select) {
        int at = select < 0 ? matches.size() + select : select;
        if (at < 0 || at >= matches.size()) {
            return Optional.empty();
        }
        List<String> groups = matches.get(at);
        return groups.size() == 1
                ? Optional.of(groups.get(0).strip())
                : groups.stream().filter(group -> !group.isEmpty()).findFirst().map(String::strip);
    }

    /** What is left of a text. */
    public String apply(String text) {
        String left = text;
        for (UnaryOperator<String> step : steps) {
            left = step.apply(left);
        }
        return left;
    }
}
