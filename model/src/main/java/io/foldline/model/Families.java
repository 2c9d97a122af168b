package io.foldline.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The families that Foldline computes: one declaration a file in {@code families}. */
final class Families {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final String EXTENSION = ".json";

    /** What a declaration that is like no other need not say. */
    private static final ObjectNode PLAIN = parse("""
            {"positionOffset": 0, "parallel": false, "fused": "STACKED", "transposed": false, "embeddingScaled": false, "innerPerWidth": 0,
             "queryKeyNorm": "HEAD", "expertsNormalised": false, "sliding": "ALL", "causal": true, "section": "",
             "batchedEmbeddings": false, "optionalPrefix": "", "defaults": {},
             "fixed": {}, "requires": {}, "refuses": [], "ropeTypes": {}, "variants": []}""");

    /** What a declaration says of the tower of texts, where it differs from that of images. */
    private static final String TEXT_TOWER = "textTower";

    private static final Map<String, ObjectNode> DECLARED = declared();

    private Families() {}

    /** Every known {@code model_type}. */
    static List<String> names() {
        return List.copyOf(DECLARED.keySet());
    }

    /**
     * The family of a configuration, in the variant that the configuration asks for.
     *
     * @return empty if its {@code model_type} is not known
     */
    static Optional<Family> find(String modelType, JsonNode config) {
        return DECLARED.containsKey(modelType)
                ? Optional.of(variant(modelType, config, whole(modelType)))
                : Optional.empty();
    }

    /**
     * How the tower of texts of a family is spelled, whose own declaration is that of its tower of images.
     *
     * @return empty if it has none
     */
    static Optional<Family> textTower(String modelType) {
        // Taken from where it stands: in the whole declaration, what it takes away is lost.
        JsonNode tower = Objects.requireNonNull(DECLARED.get(modelType)).path(TEXT_TOWER);
        if (!tower.isObject()) {
            return Optional.empty();
        }
        ObjectNode whole = whole(modelType);
        overlay(whole, tower);
        return Optional.of(family(modelType, whole));
    }

    private static Family variant(String modelType, JsonNode config, ObjectNode whole) {
        ObjectNode varied = whole.deepCopy();
        for (JsonNode variant : whole.get("variants")) {
            if (holds(variant.get("when"), config, whole.get("defaults"))) {
                overlay(varied, ((ObjectNode) variant).deepCopy().without(List.of("when")));
            }
        }
        return family(modelType, varied);
    }

    private static Family family(String modelType, ObjectNode whole) {
        whole.put("modelType", modelType);
        whole.remove(List.of("like", "variants", TEXT_TOWER));
        return JSON.convertValue(whole, Family.class);
    }

    private static boolean holds(JsonNode conditions, JsonNode config, JsonNode defaults) {
        for (Map.Entry<String, JsonNode> condition : conditions.properties()) {
            String key = condition.getKey();
            JsonNode found = config.has(key) ? config.get(key) : defaults.path(key);
            boolean absent = found.isNull() || found.isMissingNode();
            if (absent ? !condition.getValue().isNull() : !found.equals(condition.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode whole(String modelType) {
        ObjectNode own = Objects.requireNonNull(DECLARED.get(modelType), modelType);
        ObjectNode whole = own.has("like") ? whole(own.get("like").asText()) : PLAIN.deepCopy();
        overlay(whole, own);
        return whole;
    }

    /** Objects are merged, null takes away, everything else is replaced. */
    private static void overlay(ObjectNode base, JsonNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String key = change.getKey();
            JsonNode value = change.getValue();
            if (value.isNull()) {
                base.remove(key);
            } else if (value.isObject()) {
                JsonNode inner = base.get(key);
                ObjectNode merged = inner instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
                overlay(merged, value);
                base.set(key, merged);
            } else {
                base.set(key, value);
            }
        }
    }

    private static Map<String, ObjectNode> declared() {
        try {
            URI folder = Objects.requireNonNull(Families.class.getResource("families"), "families")
                    .toURI();
            if (!folder.getScheme().equals("jar")) {
                return read(Path.of(folder));
            }
            try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
                return read(jar.provider().getPath(folder));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, ObjectNode> read(Path folder) throws IOException {
        Map<String, ObjectNode> declared = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(EXTENSION)) {
                    declared.put(name.substring(0, name.length() - EXTENSION.length()), parse(Files.readString(file)));
                }
            }
        }
        return declared;
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
