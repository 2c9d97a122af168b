package io.foldline.evaluator.task;

import io.foldline.checkpoint.InputException;
import io.foldline.model.text.DataRecord;
import io.foldline.model.text.jinja.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the prompts of the items of a task, one after the other, in the order of the items. */
public final class Prompts {
    private final TaskDefinition task;
    private final Templates templates;
    private final FewShot examples;

    /**
     * @param pool documents that examples are drawn from
     * @param fewShot number of examples shown before each item
     */
    public Prompts(TaskDefinition task, List<DataRecord> pool, int fewShot) {
        this.task = task;
        this.templates = task.templates();
        this.examples = new FewShot(task, pool, fewShot);
    }

    /**
     * Passes over an item, whose examples are drawn all the same.
     *
     * @throws InputException if there are not enough
     */
    public void skip(DataRecord item) {
        examples.next(item);
    }

    /**
     * The prompt of the next item.
     *
     * @throws InputException if there are not enough examples, a template fails, or gives what is of no use; names the
     *     document
     */
    public Prompt next(DataRecord item) {
        String before =
                shown(item) + examples.next(item).stream().map(this::example).collect(Collectors.joining());
        return switch (task.type()) {
            case MULTIPLE_CHOICE -> choice(item, before);
            case LOGLIKELIHOOD -> {
                String target = text(templates.target(item));
                yield new Prompt(
                        List.of(new Prompt.Pair(before + question(item), target)),
                        List.of(),
                        List.of(),
                        List.of(target));
            }
            case LOGLIKELIHOOD_ROLLING -> {
                String target = text(templates.target(item));
                String counted =
                        templates.count().map(field -> text(field.of(item))).orElse(target);
                yield new Prompt(List.of(new Prompt.Pair("", target)), List.of(), List.of(), List.of(counted));
            }
            case GENERATE_UNTIL ->
                new Prompt(List.of(new Prompt.Pair(before + question(item), "")), List.of(), List.of(), targets(item));
        };
    }

    private String shown(DataRecord item) {
        return templates.description().map(field -> text(field.of(item))).orElse("");
    }

    private Prompt choice(DataRecord item, String before) {
        List<String> choices = templates.choices(item);
        Value question = templates.text(item);
        List<Prompt.Pair> pairs = new ArrayList<>();
        if (question instanceof Value.Int) {
            String continuation = templates.targetDelimiter() + text(templates.target(item));
            choices.forEach(choice -> pairs.add(new Prompt.Pair(before + choice, continuation)));
            return new Prompt(pairs, choices, gold(question, choices), List.of());
        }
        String context = before + text(question);
        choices.forEach(choice -> pairs.add(new Prompt.Pair(context, templates.targetDelimiter() + choice)));
        return new Prompt(pairs, choices, gold(templates.target(item), choices), List.of());
    }

    private static List<Integer> gold(Value target, List<String> choices) {
        List<Integer> gold = new ArrayList<>();
        for (Value each : target instanceof Value.Sequence several ? several.items() : List.of(target)) {
            int number = each instanceof Value.Int index ? (int) index.value() : choices.indexOf(each.printed());
            if (number >= 0 && number < choices.size()) {
                gold.add(number);
            }
        }
        return gold;
    }

    private String question(DataRecord document) {
        return text(templates.text(document));
    }

    private List<String> targets(DataRecord item) {
        Value target = templates.target(item);
        if (target instanceof Value.Int number && templates.choices().isPresent()) {
            return List.of(chosen(templates.choices(item), number, item));
        }
        return target instanceof Value.Sequence several
                ? several.items().stream().map(Value::printed).toList()
                : List.of(target.printed());
    }

    private String example(DataRecord document) {
        Value question = templates.text(document);
        Value target = templates.target(document);
        String shown = question instanceof Value.Int number
                ? chosen(templates.choices(document), number, document)
                : text(question);
        String answer = target instanceof Value.Int number
                        && templates.choices().isPresent()
                ? chosen(templates.choices(document), number, document)
                : target instanceof Value.Sequence several && !several.items().isEmpty()
                        ? several.items().get(0).printed()
                        : target.printed();
        return answer.isEmpty() ? shown : shown + templates.targetDelimiter() + answer + templates.exampleDelimiter();
    }

    private static String chosen(List<String> choices, Value.Int number, DataRecord document) {
        if (number.value() < 0 || number.value() >= choices.size()) {
            throw new InputException("%s: the answer is number %d of %d choices"
                    .formatted(document.where(), number.value(), choices.size()));
        }
        return choices.get((int) number.value());
    }

    private static String text(Value value) {
        return value.printed();
    }
}
