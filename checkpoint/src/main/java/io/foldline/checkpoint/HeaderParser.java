package io.foldline.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a safetensors header; anything that the format does not foresee is refused. */
final class HeaderParser implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    /** Ten times what the largest models split among many files; what is read of a header is bounded by this. */
    private static final int MOST_ENTRIES = 500_000;

    /** As many dimensions as libtorch knows. */
    private static final int MOST_SIZES = 64;

    private final Path file;
    private final JsonParser parser;

    private HeaderParser(Path file, Reader json) throws IOException {
        this.file = file;
        this.parser = JSON.createParser(json);
    }

    /** @throws InvalidCheckpointException if the header is not what the format says */
    static Header parse(Path file, InputStream json) throws IOException {
        // Decoded here, since the parser would take UTF-16 and UTF-32 for JSON too. In passing, since a header may be
        // large.
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        try (HeaderParser header = new HeaderParser(file, new InputStreamReader(json, utf8))) {
            return header.header();
        } catch (CharacterCodingException e) {
            throw new InvalidCheckpointException(
                    file, "the header is not UTF-8; get the file again or save it anew", e);
        } catch (JsonProcessingException e) {
            throw new InvalidCheckpointException(
                    file, "the header is not valid JSON (" + JsonProblem.of(e) + "); get the file again", e);
        }
    }

    private Header header() throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, "the header must be a JSON object");
        Map<String, String> metadata = Map.of();
        List<HeaderEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (!names.add(name)) {
                throw invalid("the header names '" + name + "' twice");
            }
            if (names.size() > MOST_ENTRIES) {
                throw invalid("the header names more than " + MOST_ENTRIES + " tensors");
            }
            if (!isUnicode(name)) {
                throw invalid("the name '" + name + "' of a tensor is not valid Unicode");
            }
            parser.nextToken();
            if (name.equals("__metadata__")) {
                metadata = metadata();
            } else {
                entries.add(entry(name));
            }
        }
        if (parser.nextToken() != null) {
            throw invalid("the header must be one JSON object, found more behind it");
        }
        return new Header(metadata, entries);
    }

    private Map<String, String> metadata() throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT, "'__metadata__' must be an object");
        Map<String, String> metadata = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            expect(parser.nextToken(), JsonToken.VALUE_STRING, "'__metadata__' entry '" + key + "' must be a string");
            if (metadata.put(key, parser.getText()) != null) {
                throw invalid("'__metadata__' names '" + key + "' twice");
            }
            if (metadata.size() > MOST_ENTRIES) {
                throw invalid("'__metadata__' names more than " + MOST_ENTRIES + " entries");
            }
        }
        return metadata;
    }

    private HeaderEntry entry(String name) throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT, "the entry of tensor '" + name + "' must be an object");
        DType dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "dtype" -> dtype = once(name, key, dtype, dtype(name));
                case "shape" -> shape = once(name, key, shape, sizes(name, key));
                case "data_offsets" -> offsets = once(name, key, offsets, sizes(name, key));
                default ->
                    throw invalid("tensor '" + name + "' has the unknown entry '" + key
                            + "', expected dtype, shape and data_offsets");
            }
        }
        if (dtype == null || shape == null || offsets == null) {
            throw invalid("tensor '" + name + "' needs dtype, shape and data_offsets, found "
                    + (dtype == null ? "no dtype" : shape == null ? "no shape" : "no data_offsets"));
        }
        if (offsets.size() != 2) {
            throw invalid("tensor '" + name + "' needs two data_offsets, found " + offsets.size());
        }
        return new HeaderEntry(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    /** Half a surrogate pair could not be written as UTF-8 again. */
    private static boolean isUnicode(String name) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    private <T> T once(String tensor, String key, @Nullable T before, T now) {
        if (before != null) {
            throw invalid("tensor '" + tensor + "' has '" + key + "' twice");
        }
        return now;
    }

    private DType dtype(String tensor) throws IOException {
        expect(parser.currentToken(), JsonToken.VALUE_STRING, "dtype of tensor '" + tensor + "' must be a string");
        String found = parser.getText();
        return Arrays.stream(DType.values())
                .filter(dtype -> dtype.name().equals(found))
                .findFirst()
                .orElseThrow(() -> invalid("tensor '" + tensor + "' has the unknown dtype '" + found
                        + "', expected one of " + Arrays.toString(DType.values())));
    }

    private List<Long> sizes(String tensor, String key) throws IOException {
        expect(parser.currentToken(), JsonToken.START_ARRAY, key + " of tensor '" + tensor + "' must be an array");
        List<Long> sizes = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(
                    parser.currentToken(),
                    JsonToken.VALUE_NUMBER_INT,
                    key + " of tensor '" + tensor + "' must hold whole numbers");
            if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || parser.getLongValue() < 0) {
                throw invalid(key + " of tensor '" + tensor + "' must hold numbers of 0 to 2^63-1, found "
                        + parser.getText());
            }
            if (sizes.size() == MOST_SIZES) {
                throw invalid(key + " of tensor '" + tensor + "' holds more than " + MOST_SIZES + " numbers");
            }
            sizes.add(parser.getLongValue());
        }
        return sizes;
    }

    private void expect(@Nullable JsonToken found, JsonToken expected, String rule) {
        if (found != expected) {
            throw invalid(rule + ", found " + JsonProblem.kind(found));
        }
    }

    private InvalidCheckpointException invalid(String problem) {
        return new InvalidCheckpointException(file, problem + "; get the file again or save it anew");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
