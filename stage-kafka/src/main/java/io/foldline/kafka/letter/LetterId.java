package io.foldline.kafka.letter;

import io.foldline.checkpoint.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a dead letter by its place in the dead letter topic.
 *
 * @param partition of the dead letter topic
 * @param offset in that partition
 */
public record LetterId(int partition, long offset) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

    /**
     * Reads {@code PARTITION-OFFSET}.
     *
     * @throws InputException if it is something else
     */
    public static LetterId parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InputException(
                    "dead letter \"%s\": expected PARTITION-OFFSET such as 0-17, as 'foldline dead-letters list' shows it"
                            .formatted(text));
        }
        return new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    /** {@code PARTITION-OFFSET}. */
    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
