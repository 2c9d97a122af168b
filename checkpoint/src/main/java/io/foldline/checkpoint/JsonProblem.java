package io.foldline.checkpoint;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a JSON text, in the words of somebody who writes JSON, not of the parser. */
final class JsonProblem {
    /** Lists of everything that may stand at a place. */
    private static final Pattern VALUES = Pattern.compile(":? (was expecting|expected a valid value) \\(JSON String.*");

    /** Descriptions of the source, which the message names anyhow. */
    private static final Pattern SOURCE = Pattern.compile(" \\((start marker|for \\w+ starting) at .*");

    /** Settings of the parser, with what leads to them. */
    private static final Pattern SETTING =
            Pattern.compile(",? *(\\()?(from|for|of|enable|due to) `[^`]*`( to allow)?\\)?");

    private JsonProblem() {}

    /** The problem and, where it is known, the line; such as {@code Duplicate field 'a' at line 3}. */
    static String of(JsonProcessingException problem) {
        if (problem instanceof MismatchedInputException) {
            return "more behind the first value";
        }
        String message = String.valueOf(problem.getOriginalMessage());
        message = VALUES.matcher(message).replaceAll(", expected a value");
        message = SOURCE.matcher(message).replaceAll("");
        message = SETTING.matcher(message).replaceAll("");
        @Nullable JsonLocation location = problem.getLocation();
        return location == null ? message : message + " at line " + location.getLineNr();
    }

    /** The kind of value that a token begins. */
    static String kind(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "the end of the list";
        };
    }
}
