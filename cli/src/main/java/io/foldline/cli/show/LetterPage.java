package io.foldline.cli.show;

import io.foldline.kafka.letter.Letter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** All there is to know about one dead letter, as text. */
public final class LetterPage {
    private static final int ROW = 16;

    /** More of a value that cannot be read than this tells nobody anything. */
    private static final int MOST_BYTES = 4096;

    private LetterPage() {}

    /**
     * Several lines, each ended.
     *
     * @param fault what is wrong with it now; empty: it can be read
     * @param json its value; empty if no schema fits
     */
    public static String of(Letter letter, Optional<String> fault, Optional<String> json) {
        StringBuilder text = new StringBuilder();
        line(text, "letter", letter.id() + ", " + state(letter));
        line(text, "set aside", "%s by the %s".formatted(letter.at(), letter.stage()));
        line(text, "found in", letter.place());
        line(text, "run", letter.runId());
        line(text, "error", letter.error());
        line(
                text,
                "now",
                fault.map(why -> "still wrong: " + why)
                        .orElse("it can be read: 'foldline dead-letters replay " + letter.id() + "' sends it again"));
        text.append("\nheaders\n");
        for (Map.Entry<String, String> header : letter.headers().entrySet()) {
            text.append("  %s: %s\n".formatted(header.getKey(), printable(header.getValue())));
        }
        text.append("\nkey: ")
                .append(letter.key().map(LetterPage::printable).orElse("none"))
                .append('\n');
        byte[] value = letter.value();
        text.append("\nvalue: ")
                .append(value == null ? "none" : value.length + " bytes")
                .append('\n');
        if (value != null) {
            text.append(json.map(object -> object + "\n").orElseGet(() -> hex(value)));
        }
        return text.toString();
    }

    private static String state(Letter letter) {
        return letter.settled()
                .map(settled ->
                        "%s at %s (%s)".formatted(LettersTable.state(letter), settled.getAt(), settled.getReason()))
                .orElse("open");
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", ".");
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("%-10s %s\n".formatted(name, value));
    }

    /** {@code 00000000  6e 6f 74 20 …  |not …|}, sixteen bytes a line. */
    private static String hex(byte[] value) {
        StringBuilder dump = new StringBuilder();
        for (int begin = 0; begin < Math.min(value.length, MOST_BYTES); begin += ROW) {
            int length = Math.min(ROW, value.length - begin);
            String digits = HexFormat.ofDelimiter(" ").formatHex(value, begin, begin + length);
            String ascii =
                    new String(value, begin, length, StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]", ".");
            dump.append("%08x  %-47s  |%s|\n".formatted(begin, digits, ascii));
        }
        return value.length <= MOST_BYTES
                ? dump.toString()
                : dump.append("… %d bytes more\n".formatted(value.length - MOST_BYTES))
                        .toString();
    }
}
