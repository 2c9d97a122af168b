package io.foldline.merger.fuzz;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a message to the user must and must not hold. */
final class Messages {
    private static final int LONGEST = 4000;

    /** Classes of Java and of libraries, and words that only a program understands. */
    private static final Pattern INTERNAL = Pattern.compile(
            "(java|javax|sun|com\\.fasterxml|ai\\.djl|io\\.foldline)\\.[a-z]|\\w(Exception|Error)\\b|Stream(Read|Write)|START_(OBJECT|ARRAY)|VALUE_[A-Z]|DeserializationFeature");

    private Messages() {}

    /** What is wrong with a message; empty where nothing is. */
    static Optional<String> fault(String message, Mutant mutant, Path folder) {
        if (message.isBlank()) {
            return Optional.of("an empty message");
        }
        if (message.length() > LONGEST) {
            return Optional.of("a message of " + message.length() + " characters");
        }
        if (message.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("control characters in the message");
        }
        if (message.contains("null") && !mutant.mentions("null")) {
            return Optional.of("a raw null");
        }
        if (INTERNAL.matcher(message).find()) {
            return Optional.of("internals in the message");
        }
        boolean located = message.contains(folder.toString()) || message.contains("config.json");
        boolean ofTheRequest = message.startsWith("blocks ")
                || message.startsWith("all ")
                || message.startsWith("a transform ")
                || message.startsWith("the transform ");
        return located || ofTheRequest ? Optional.empty() : Optional.of("a message that names no file");
    }
}
