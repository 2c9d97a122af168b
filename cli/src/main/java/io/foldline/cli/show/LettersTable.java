package io.foldline.cli.show;

import io.foldline.event.DeadLetterSettled;
import io.foldline.kafka.letter.Letter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Dead letters, a line each. */
public final class LettersTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** Of the error in a table; {@code show} has all of it. */
    private static final int ERROR_LENGTH = 80;

    private LettersTable() {}

    /** Several lines, each ended. */
    public static String of(List<Letter> letters) {
        TextTable table = new TextTable("letter", "set aside at", "topic", "stage", "run", "state", "error");
        for (Letter letter : letters) {
            table.row(
                    letter.id().toString(),
                    TIME.format(letter.at()),
                    letter.topic(),
                    letter.stage(),
                    letter.runId(),
                    state(letter),
                    shortened(letter.error()));
        }
        return table.toString();
    }

    /** {@code replayed}, {@code discarded} or {@code open}. */
    static String state(Letter letter) {
        return letter.settled()
                .map(DeadLetterSettled::getSettlement)
                .map(settlement -> settlement.name().toLowerCase(Locale.ROOT))
                .orElse("open");
    }

    private static String shortened(String given) {
        String error = given.replaceAll("\\s+", " ");
        return error.length() <= ERROR_LENGTH ? error : error.substring(0, ERROR_LENGTH - 1) + "…";
    }
}
