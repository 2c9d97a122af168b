package io.foldline.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a configuration that describes the tower with the blocks. Older configurations of CLIP hold it a second time,
 * under a key with {@code _dict} behind it; where that is there it alone counts, as in transformers.
 *
 * @param key empty: the configuration as a whole
 */
record ConfigSection(String key) {
    private static final String OLDER = "_dict";

    /** The section of a configuration; an empty one where it is absent. */
    ConfigReader of(ConfigReader config) {
        if (key.isEmpty()) {
            return config;
        }
        for (String name : List.of(key + OLDER, key)) {
            ConfigReader section = config.object(name);
            if (section != null) {
                return section;
            }
        }
        return new ConfigReader(JsonNodeFactory.instance.objectNode(), key + ".");
    }

    /**
     * What the whole configuration says once the section says something else, wherever it stands.
     *
     * @param settings values by key of the section
     * @return values by key of the whole configuration
     */
    Map<String, JsonNode> with(JsonNode config, Map<String, JsonNode> settings) {
        if (key.isEmpty()) {
            return settings;
        }
        Map<String, JsonNode> changed = new LinkedHashMap<>();
        for (String name : List.of(key, key + OLDER)) {
            if (config.get(name) instanceof ObjectNode section) {
                ObjectNode copy = section.deepCopy();
                settings.forEach(copy::set);
                changed.put(name, copy);
            }
        }
        if (changed.isEmpty()) {
            ObjectNode section = JsonNodeFactory.instance.objectNode();
            settings.forEach(section::set);
            changed.put(key, section);
        }
        return changed;
    }
}
