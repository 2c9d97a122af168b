package io.foldline.cli.command;

import io.foldline.checkpoint.InputException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When something has to have ended, seen from the moment in which it is asked for. */
@FunctionalInterface
interface Deadline {
    /** The deadline of what is asked for at {@code now}. */
    Instant of(Instant now);

    /**
     * Reads a while such as {@code 90s}, {@code 30m}, {@code 2h} or {@code 1d}, or an instant such as
     * {@code 2026-01-31T08:00:00Z}.
     *
     * @throws InputException if it is neither
     */
    static Deadline parse(String text) {
        Matcher matcher = Pattern.compile("(\\d{1,6})([smhd])").matcher(text);
        if (matcher.matches()) {
            ChronoUnit unit =
                    switch (matcher.group(2)) {
                        case "s" -> ChronoUnit.SECONDS;
                        case "m" -> ChronoUnit.MINUTES;
                        case "h" -> ChronoUnit.HOURS;
                        default -> ChronoUnit.DAYS;
                    };
            Duration duration = Duration.of(Long.parseLong(matcher.group(1)), unit);
            return now -> now.plus(duration);
        }
        try {
            Instant instant = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
            return now -> instant;
        } catch (DateTimeException e) {
            throw new InputException(
                    "Deadline \"%s\": expected a duration such as 90s, 30m, 2h or 1d, or an instant such as 2026-01-31T08:00:00Z"
                            .formatted(text),
                    e);
        }
    }
}
