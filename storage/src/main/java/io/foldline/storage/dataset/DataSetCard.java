package io.foldline.storage.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.foldline.checkpoint.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the card of a data set says about its files: the configurations in the YAML in front of {@code README.md}.
 *
 * @param configs in the order of the card, not empty: a card that declares none means all files by their names
 */
record DataSetCard(List<Config> configs) {
    /** Name of the file. */
    static final String FILE = "README.md";

    private static final String DEFAULT = "default";
    private static final Pattern FRONT =
            Pattern.compile("\\A\\uFEFF?---\\s*?\\R(.*?)^---\\s*?$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final DataSetCard WITHOUT =
            new DataSetCard(List.of(new Config(DEFAULT, true, "", Optional.empty())));
    private static final YAMLMapper YAML = new YAMLMapper();

    /**
     * One choice of files.
     *
     * @param folder that paths are relative to; empty: the whole data set
     * @param splits paths and patterns of each; empty where splits are told by the names of files
     */
    record Config(String name, boolean isDefault, String folder, Optional<Map<String, List<String>>> splits) {
        /** The folder with a slash behind it, if it is one. */
        String base() {
            return folder.isEmpty() ? "" : folder + "/";
        }
    }

    /**
     * Reads a card.
     *
     * @param text of the file
     * @param place of the data set, for messages
     * @throws InputException if the YAML is none
     */
    static DataSetCard read(String text, Object place) {
        Matcher front = FRONT.matcher(text);
        if (!front.find()) {
            return WITHOUT;
        }
        try {
            List<Config> configs = new ArrayList<>();
            for (JsonNode config : YAML.readTree(front.group(1)).path("configs")) {
                configs.add(config(config));
            }
            return configs.isEmpty() ? WITHOUT : new DataSetCard(configs);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    "%s: the YAML in front of %s cannot be read, so its files are not known; name them behind the data set: %s"
                            .formatted(place, FILE, e.getOriginalMessage()),
                    e);
        }
    }

    /** The configuration that is used where none is named; empty if the choice is open. */
    Optional<Config> standard() {
        return configs.stream()
                .filter(Config::isDefault)
                .findFirst()
                .or(() -> configs.stream()
                        .filter(config -> config.name().equals(DEFAULT))
                        .findFirst())
                .or(() -> configs.size() == 1 ? Optional.of(configs.get(0)) : Optional.empty());
    }

    /** The configuration of a name, if there is one. */
    Optional<Config> named(String name) {
        return configs.stream().filter(config -> config.name().equals(name)).findFirst();
    }

    private static Config config(JsonNode config) {
        String folder = config.path("data_dir").asText("").replaceAll("^(\\./)+|/+$", "");
        JsonNode files = config.path("data_files");
        return new Config(
                config.path("config_name").asText(DEFAULT),
                config.path("default").asBoolean(false),
                folder.equals(".") ? "" : folder,
                files.isMissingNode() || files.isNull() ? Optional.empty() : Optional.of(splits(files)));
    }

    /** What {@code data_files} says: paths alone are for training. */
    private static Map<String, List<String>> splits(JsonNode files) {
        Map<String, List<String>> splits = new LinkedHashMap<>();
        if (files.isObject()) {
            files.properties().forEach(split -> splits.put(split.getKey(), paths(split.getValue())));
            return splits;
        }
        for (JsonNode entry : files.isArray() ? files : YAML.createArrayNode().add(files)) {
            String split = entry.isObject() ? entry.path("split").asText() : DataSetSplit.TRAIN.split();
            splits.computeIfAbsent(split, each -> new ArrayList<>())
                    .addAll(paths(entry.isObject() ? entry.path("path") : entry));
        }
        return splits;
    }

    private static List<String> paths(JsonNode paths) {
        List<String> texts = new ArrayList<>();
        if (paths.isTextual()) {
            texts.add(paths.asText().replaceFirst("^(\\./)+", ""));
        } else {
            paths.elements().forEachRemaining(path -> texts.addAll(paths(path)));
        }
        return texts;
    }
}
