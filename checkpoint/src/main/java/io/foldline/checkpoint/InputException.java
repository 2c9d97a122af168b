package io.foldline.checkpoint;

/**
 * What the user gave cannot be used: no retry helps. The message names the thing, what was expected, what was found and
 * what to do. It may quote what was found as it is: control characters are made visible and what is too long is
 * shortened in the middle, so that a message fits a terminal and an event.
 */
public class InputException extends RuntimeException {
    /** Characters of the longest message. */
    private static final int LONGEST = 2000;

    public InputException(String message) {
        super(printable(message));
    }

    public InputException(String message, Throwable cause) {
        super(printable(message), cause);
    }

    private static String printable(String message) {
        StringBuilder printable = new StringBuilder();
        shortened(message).codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                printable.append("\\u%04x".formatted(c));
            } else {
                printable.appendCodePoint(Character.getType(c) == Character.SURROGATE ? '\ufffd' : c);
            }
        });
        return printable.toString();
    }

    /** What is at fault stands at the beginning, what to do at the end. */
    private static String shortened(String message) {
        int half = LONGEST / 2;
        return message.length() <= LONGEST
                ? message
                : message.substring(0, half) + " … " + message.substring(message.length() - half);
    }
}
