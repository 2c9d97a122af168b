package io.foldline.evaluator.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foldline.checkpoint.InputException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tasks and other groups under one name, whose scores are averaged.
 *
 * @param members names of tasks and groups
 * @param metrics what is averaged over all tasks in it; empty: nothing
 * @param weighted whether each task counts by the number of its items, not once
 */
public record TaskGroup(
        String name,
        Optional<String> alias,
        Optional<String> version,
        List<String> members,
        List<String> metrics,
        boolean weighted) {
    static final String NAME = "group";

    private static final Set<String> FIELDS = Set.of(NAME, "group_alias", "task", "aggregate_metric_list", "metadata");
    private static final Set<String> METRIC_FIELDS = Set.of("metric", "aggregation", "weight_by_size", "filter_list");

    public TaskGroup {
        members = List.copyOf(members);
        metrics = List.copyOf(metrics);
    }

    static TaskGroup read(ObjectNode file, String where) {
        YamlFields fields = new YamlFields(file, where, FIELDS);
        List<YamlFields> averages = fields.list("aggregate_metric_list").stream()
                .map(entry -> new YamlFields(entry, where + ": aggregate_metric_list", METRIC_FIELDS))
                .toList();
        for (YamlFields average : averages) {
            String aggregation = average.text("aggregation").orElse("mean");
            if (!aggregation.equals("mean")) {
                throw average.wrong("aggregation", "mean", aggregation);
            }
        }
        Set<Boolean> weights = averages.stream()
                .map(average -> average.flag("weight_by_size", true))
                .collect(Collectors.toSet());
        if (weights.size() > 1) {
            throw fields.wrong("aggregate_metric_list", "one weight_by_size for all", "both");
        }
        List<String> members = fields.texts("task");
        if (members.isEmpty()) {
            throw new InputException(where + ": task: expected the names of tasks in the group, found none");
        }
        return new TaskGroup(
                fields.need(NAME),
                fields.text("group_alias"),
                Optional.ofNullable(file.path("metadata").get("version")).map(JsonNode::asText),
                members,
                averages.stream().map(average -> average.need("metric")).toList(),
                !weights.contains(false));
    }
}
