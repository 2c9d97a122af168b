package io.foldline.cli.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.foldline.checkpoint.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run file: YAML whose keys are the names of options without their dashes. Values are taken as they are written. */
public final class RunFile {
    private final Path file;
    private final Set<String> known;
    private final JsonParser yaml;
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private RunFile(Path file, Set<String> known, JsonParser yaml) {
        this.file = file;
        this.known = known;
        this.yaml = yaml;
    }

    /**
     * Values by key, in the order of the file; a value that is no list is a list of one.
     *
     * @param known names of the keys that may occur
     * @throws InputException if the file is missing or malformed, or a key or value is none that can be used
     */
    public static Map<String, List<String>> read(Path file, Set<String> known) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": no such file; expected a run file (YAML)");
        }
        try (JsonParser yaml = new YAMLFactory().createParser(Files.readString(file))) {
            RunFile reading = new RunFile(file, known, yaml);
            reading.keys();
            return reading.values;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            String first = e.getOriginalMessage().lines().findFirst().orElse("malformed");
            throw new InputException("%s, line %d: malformed YAML: %s".formatted(file, line, first), e);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void keys() throws IOException {
        if (yaml.nextToken() != JsonToken.START_OBJECT) {
            throw new InputException(file + ": expected keys and values such as 'model: DIR', found none");
        }
        while (yaml.nextToken() == JsonToken.FIELD_NAME) {
            String key = yaml.currentName();
            if (!known.contains(key)) {
                throw refused("unknown key '%s'; did you mean '%s'? The keys are the options of 'foldline prune'"
                        .formatted(key, Nearest.to(key, known)));
            }
            if (values.put(key, value(key)) != null) {
                throw refused("key '" + key + "' is there twice; leave one");
            }
        }
        if (yaml.nextToken() != null) {
            throw refused("expected one YAML document, found a second one");
        }
    }

    private List<String> value(String key) throws IOException {
        @Nullable JsonToken token = yaml.nextToken();
        if (token != JsonToken.START_ARRAY) {
            return List.of(scalar(key, token));
        }
        List<String> items = new ArrayList<>();
        while ((token = yaml.nextToken()) != JsonToken.END_ARRAY) {
            items.add(scalar(key, token));
        }
        return items;
    }

    private String scalar(String key, @Nullable JsonToken token) throws IOException {
        if (token == null
                || !token.isScalarValue()
                || token == JsonToken.VALUE_NULL
                || yaml.getText().isEmpty()) {
            throw refused("key '" + key + "': expected a value or a list of values");
        }
        return yaml.getText();
    }

    private InputException refused(String why) {
        return new InputException(
                "%s, line %d: %s".formatted(file, yaml.currentTokenLocation().getLineNr(), why));
    }
}
