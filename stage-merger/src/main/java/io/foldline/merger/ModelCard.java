package io.foldline.merger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.foldline.event.Fold;
import io.foldline.event.Plan;
import io.foldline.event.RunRequested;
import io.foldline.event.TaskScore;
import io.foldline.pruning.PruningMethod;
import io.foldline.pruning.PruningMethods;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The model card of a pruned checkpoint, {@code README.md}: where it comes from, what was removed and how, on what it was
 * calibrated, and, once they are known, what it scores.
 *
 * @param source card of the dense model
 * @param request the run
 * @param plan what was removed
 * @param folds what was folded
 * @param parameters number of parameters of the pruned model
 * @param denseParameters number of parameters of the dense model
 * @param scores what both models score; empty where nothing was measured, or not yet
 */
public record ModelCard(
        SourceCard source,
        RunRequested request,
        Plan plan,
        List<Fold> folds,
        long parameters,
        long denseParameters,
        List<TaskScore> scores) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    /** Keys of the front matter that hold for the pruned model as for the dense one. */
    private static final List<String> CARRIED = List.of("license", "license_name", "license_link", "language");

    /** The same card with scores. */
    public ModelCard withScores(List<TaskScore> measured) {
        return new ModelCard(source, request, plan, folds, parameters, denseParameters, measured);
    }

    /** The text of the card. */
    public String markdown() {
        String title = "# %s without %d of its %d blocks"
                .formatted(source.model(), plan.getRemoved().size(), plan.getBlocks());
        return frontMatter() + "---\n\n" + title + "\n\n" + new CardText(this).body();
    }

    /** The method that made the model. */
    PruningMethod method() {
        return PruningMethods.named(request.getMethod().getName());
    }

    private String frontMatter() {
        ObjectNode root = YAML.createObjectNode();
        root.put("base_model", source.model());
        root.put("library_name", "transformers");
        root.put("pipeline_tag", source.task());
        for (String key : CARRIED) {
            if (source.frontMatter().has(key)) {
                root.set(key, source.frontMatter().get(key));
            }
        }
        ArrayNode tags = root.putArray("tags");
        tags().forEach(tags::add);
        try {
            return YAML.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private Set<String> tags() {
        Set<String> tags = new LinkedHashSet<>(
                List.of("foldline", "depth-pruning", request.getMethod().getName()));
        for (JsonNode tag : source.frontMatter().path("tags")) {
            tags.add(tag.asText());
        }
        return tags;
    }
}
