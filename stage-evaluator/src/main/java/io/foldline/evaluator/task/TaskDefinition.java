package io.foldline.evaluator.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A benchmark task, as its file declares it with the fields that lm-evaluation-harness has for it.
 *
 * @param name by which it is asked for
 * @param version counts changes after which scores differ; empty where it has none
 * @param type what is asked of the model
 * @param items where its items are
 * @param examples where examples for few-shot prompts are drawn from
 * @param exampleOrder how
 * @param itemLeftOut whether an item is never shown as its own example
 * @param fewShot number of examples unless the user wants another
 * @param templates what is shown of items and examples
 * @param metrics not empty
 * @param generation how texts are generated; of use for {@link OutputType#GENERATE_UNTIL} only
 * @param filters of generated texts, not empty
 * @param file all that its file says
 */
public record TaskDefinition(
        String name,
        Optional<String> alias,
        Optional<String> version,
        OutputType type,
        DataSplit items,
        DataSplit examples,
        ExampleOrder exampleOrder,
        boolean itemLeftOut,
        OptionalInt fewShot,
        Templates templates,
        List<MetricSpec> metrics,
        Generation generation,
        List<AnswerFilter> filters,
        ObjectNode file) {
    static final String NAME = "task";

    private static final Set<String> FIELDS = Set.of(
            NAME,
            "task_alias",
            "tag",
            "dataset_path",
            "dataset_name",
            "dataset_where",
            "training_split",
            "validation_split",
            "test_split",
            "fewshot_split",
            "fewshot_config",
            "num_fewshot",
            "output_type",
            "description",
            "doc_to_text",
            "doc_to_choice",
            "doc_to_target",
            "doc_to_count",
            "target_delimiter",
            "fewshot_delimiter",
            "metric_list",
            "generation_kwargs",
            "filter_list",
            "repeats",
            "should_decontaminate",
            "doc_to_decontamination_query",
            "metadata");

    /** How examples are drawn. */
    public enum ExampleOrder {
        /** At random, others for each item, the same in every run. */
        RANDOM,
        /** The first ones of the split. */
        FIRST
    }

    public TaskDefinition {
        metrics = List.copyOf(metrics);
        filters = List.copyOf(filters);
    }

    /**
     * Reads a task.
     *
     * @param where the file, for messages
     * @throws InputException if it says what is not understood, or too little
     */
    static TaskDefinition read(ObjectNode file, String where) {
        YamlFields fields = new YamlFields(file, where, FIELDS);
        String written = fields.text("output_type").orElse(OutputType.GENERATE_UNTIL.written());
        OutputType type = OutputType.of(written)
                .orElseThrow(() -> fields.wrong(
                        "output_type",
                        "one of "
                                + List.of(OutputType.values()).stream()
                                        .map(OutputType::written)
                                        .toList(),
                        written));
        if (fields.count("repeats").orElse(1) != 1) {
            throw fields.wrong("repeats", "1, since greedy decoding always gives the same", fields.get("repeats"));
        }
        YamlFields fewShot = new YamlFields(
                file.path("fewshot_config").isObject() ? file.get("fewshot_config") : file.objectNode(),
                where + ": fewshot_config",
                Set.of("sampler", "split"));
        String delimiter = fields.text("fewshot_delimiter").orElse(Templates.EXAMPLE_DELIMITER);
        return new TaskDefinition(
                fields.need(NAME),
                fields.text("task_alias"),
                Optional.ofNullable(file.path("metadata").get("version")).map(JsonNode::asText),
                type,
                split(fields, itemSplit(fields), true),
                split(fields, exampleSplit(fields, fewShot), false),
                order(fewShot),
                itemLeftOut(fields, fewShot),
                fields.count("num_fewshot"),
                Templates.read(fields, type),
                metrics(fields, type),
                Generation.read(fields.get("generation_kwargs"), where, delimiter),
                filters(fields),
                file);
    }

    private static String itemSplit(YamlFields fields) {
        return fields.text("test_split")
                .or(() -> fields.text("validation_split"))
                .orElseThrow(() -> new InputException(fields.where()
                        + ": no field test_split or validation_split, which names the split that is measured"));
    }

    private static Optional<String> namedExampleSplit(YamlFields fields, YamlFields fewShot) {
        return fewShot.text("split").or(() -> fields.text("fewshot_split"));
    }

    /**
     * The rule of lm-evaluation-harness, {@code fewshot_cfg.split == config.test_split}, in which splits that are not named
     * are equal too: a task that names neither leaves items out though its examples are those of the training split, and one
     * that names only a test split does not though its examples are its items.
     */
    private static boolean itemLeftOut(YamlFields fields, YamlFields fewShot) {
        return namedExampleSplit(fields, fewShot).equals(fields.text("test_split"));
    }

    private static String exampleSplit(YamlFields fields, YamlFields fewShot) {
        return namedExampleSplit(fields, fewShot)
                .or(() -> fields.text("training_split"))
                .or(() -> fields.text("validation_split"))
                .orElseGet(() -> itemSplit(fields));
    }

    private static DataSplit split(YamlFields fields, String split, boolean scored) {
        Map<String, String> rows = new LinkedHashMap<>();
        fields.get("dataset_where")
                .properties()
                .forEach(entry -> rows.put(entry.getKey(), entry.getValue().asText()));
        return new DataSplit(
                fields.need(NAME),
                fields.need("dataset_path"),
                fields.text("dataset_name"),
                split,
                rows,
                scored || split.equals(itemSplit(fields)));
    }

    private static ExampleOrder order(YamlFields fewShot) {
        String sampler = fewShot.text("sampler").orElse("default");
        return switch (sampler) {
            case "default" -> ExampleOrder.RANDOM;
            case "first_n" -> ExampleOrder.FIRST;
            default -> throw fewShot.wrong("sampler", "default or first_n", sampler);
        };
    }

    private static List<MetricSpec> metrics(YamlFields fields, OutputType type) {
        List<MetricSpec> metrics = new ArrayList<>();
        for (JsonNode entry : fields.list("metric_list")) {
            metrics.add(
                    MetricSpec.read(new YamlFields(entry, fields.where() + ": metric_list", MetricSpec.FIELDS), type));
        }
        if (metrics.isEmpty()) {
            throw new InputException(fields.where() + ": metric_list is empty; expected at least one metric");
        }
        return metrics;
    }

    private static List<AnswerFilter> filters(YamlFields fields) {
        List<AnswerFilter> filters = fields.list("filter_list").stream()
                .map(entry -> AnswerFilter.read(entry, fields.where()))
                .toList();
        return filters.isEmpty() ? List.of(AnswerFilter.NONE) : filters;
    }
}
